package dev.orrery.handlers.provider;

import dev.orrery.kit.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Marks providers `UNREACHABLE` that were silent for too long. It gives them the same time again
/// after a start, in which what they said meanwhile is read.
@ApplicationScoped
class MarkSilentProviders {
  private static final Logger LOG = Logger.getLogger(MarkSilentProviders.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Database database;
  private final Providers providers;
  private volatile @Nullable Thread thread;

  MarkSilentProviders(Database database, Providers providers) {
    this.database = database.own();
    this.providers = providers;
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("silent-providers").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    var running = thread;
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  private void run() {
    try {
      Thread.sleep(Sightings.SILENCE);
      while (true) {
        try {
          markSilent(Instant.now().minus(Sightings.SILENCE));
        } catch (RuntimeException outage) {
          LOG.warnf("providers are not watched: %s", outage.getMessage());
        }
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return how many there were
  int markSilent(Instant since) {
    return database.inTransaction(transaction -> {
      var silent = providers.lockSilentSince(transaction, since);
      silent.forEach(each ->
          providers.change(
              transaction, each, provider -> provider.status = ProviderStatus.UNREACHABLE));
      return silent.size();
    });
  }
}
