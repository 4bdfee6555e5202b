package dev.orrery.handlers.provider;

import dev.orrery.kit.background.RecurringWork;
import dev.orrery.kit.database.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/// Marks providers `UNREACHABLE` that were silent for too long. It gives them the same time again
/// after a start, in which what they said meanwhile is read.
@ApplicationScoped
class MarkSilentProviders {
  private static final Logger LOG = Logger.getLogger(MarkSilentProviders.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Database database;
  private final Providers providers;
  private final RecurringWork work =
      new RecurringWork(
          "silent-providers",
          EVERY,
          this::round,
          outage -> LOG.warnf("providers are not watched: %s", outage.getMessage()));
  private Duration grace = Sightings.SILENCE;

  MarkSilentProviders(Database database, Providers providers) {
    this.database = database.own();
    this.providers = providers;
  }

  void start(@Observes StartupEvent event) {
    work.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    work.stop();
  }

  private void round() throws InterruptedException {
    if (!grace.isZero()) {
      Thread.sleep(grace);
      grace = Duration.ZERO;
    }
    var _ = markSilent(Instant.now().minus(Sightings.SILENCE));
    Thread.sleep(EVERY);
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
