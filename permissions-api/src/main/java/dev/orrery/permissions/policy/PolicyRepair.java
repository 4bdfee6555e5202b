package dev.orrery.permissions.policy;

import dev.orrery.kit.access.policy.MembershipIndex;
import dev.orrery.kit.access.policy.UserPolicy;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.user.UserRow;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings the stream of the policy up to the record at each start: the stream may be new, or may
/// have lost what was published long ago, and then the outbox no longer has it either.
@ApplicationScoped
class PolicyRepair {
  private static final Logger LOG = Logger.getLogger(PolicyRepair.class);
  private static final int PAGE = 1000;
  private static final UUID FIRST = new UUID(0, 0);

  private final MembershipIndex index;
  private final Database database;
  private final Outbox outbox;
  private volatile @Nullable Thread thread;

  PolicyRepair(MembershipIndex index, Database database, Outbox outbox) {
    this.index = index;
    this.database = database;
    this.outbox = outbox;
  }

  /// The same, comparing with what another index knows.
  PolicyRepair with(MembershipIndex other) {
    return new PolicyRepair(other, database, outbox);
  }

  void start(@Observes StartupEvent event) {
    thread = Thread.ofVirtual().name("policy-repair").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
      running.join();
    }
  }

  private void run() {
    try {
      index.awaitReady();
      long told = repair();
      if (told > 0) {
        LOG.infof("The policy of %d users was missing in the stream and is told again.", told);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) {
      LOG.error("The policy's stream could not be compared with the record.", broken);
    }
  }

  /// Tells the policy of each user that the stream knows at an older version, or not at all.
  ///
  /// @return how many there were
  long repair() {
    String occasion = "#" + TypeId.generate("evt");
    long told = 0;
    List<UserRow> page = page(FIRST);
    while (!page.isEmpty()) {
      List<UserPolicy> missing =
          page.stream()
              .map(user -> UserPolicy.of(user.id(), user.header().version(), user.roles()))
              .filter(this::isMissing)
              .toList();
      database.inTransaction(transaction -> {
        missing.forEach(policy -> outbox.append(transaction, policy.message(occasion)));
        return missing.size();
      });
      told += missing.size();
      page = page(page.getLast().id());
    }
    return told;
  }

  private List<UserRow> page(UUID after) {
    return database.read(transaction -> page(transaction, after));
  }

  private static List<UserRow> page(Transaction transaction, UUID after) {
    return transaction.select(
        UserRow.class,
        Sql.of("select t.* from user_account t where t.id > :after order by t.id limit " + PAGE)
            .with("after", after));
  }

  private boolean isMissing(UserPolicy recorded) {
    return index
        .of(recorded.user().toString())
        .filter(told -> told.version() >= recorded.version())
        .isEmpty();
  }
}
