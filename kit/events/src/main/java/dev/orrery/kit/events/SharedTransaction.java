package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.kit.database.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Lets messages about different resources take effect in one transaction while all goes well.
/// Whichever does not ends it without any effect, and the others go on without that one.
final class SharedTransaction {
  private static final Logger LOG = Logger.getLogger(SharedTransaction.class);

  private final Handler handler;
  private final Database database;
  private final Inbox inbox;
  private final Attempts attempts;
  private final Ended ended;

  /// @param ended is told how each message ended
  SharedTransaction(
      Handler handler, Database database, Inbox inbox, Attempts attempts, Ended ended) {
    this.handler = handler;
    this.database = database;
    this.inbox = inbox;
    this.attempts = attempts;
    this.ended = ended;
  }

  interface Ended {
    void with(LaneWork.Handle work, Ending ending);
  }

  private record Readable(LaneWork.Handle work, Task.Work task) {
    Incoming message() {
      return work.delivery().content();
    }
  }

  void handle(List<LaneWork.Handle> all) {
    List<Readable> open = new ArrayList<>();
    for (LaneWork.Handle work : all) {
      if (all.size() == 1) {
        byItself(work);
      } else {
        sort(work, open);
      }
    }
    while (open.size() > 1) {
      try {
        effectOf(open);
        for (Readable done : open) {
          end(done, () -> attempts.concluded(done.message(), 0, new Verdict.Done()));
        }
        return;
      } catch (Stumbled stumbled) {
        open.remove(stumbled.readable());
        end(stumbled.readable(), stumbled.ending());
      } catch (RuntimeException | Error nobodyInParticular) {
        LOG.debugf(nobodyInParticular, "%s: one by one", handler.consumer());
        break;
      }
    }
    open.forEach(each -> byItself(each.work()));
  }

  private void byItself(LaneWork.Handle work) {
    ended.with(work, attempts.first(work.delivery().content()));
  }

  private void end(Readable readable, Supplier<Ending> ending) {
    ended.with(readable.work(), attempts.decided(readable.message(), ending));
  }

  /// Adds it to those that share a transaction, or has done with it.
  private void sort(LaneWork.Handle work, List<Readable> open) {
    Task task;
    boolean joins;
    try {
      task = Reading.read(work.delivery().content(), handler);
      joins =
          task instanceof Task.Work some
              && handler.awaitPolicy(some.policyRevision(), Duration.ZERO);
    } catch (RuntimeException | Error stumbled) {
      // Read once more by itself, it is parked when it is unreadable, and fails when it fails.
      byItself(work);
      return;
    }
    switch (task) {
      case Task.NotMine(String why) -> ended.with(work, attempts.notMine(why));
      case Task.Work some when joins -> open.add(new Readable(work, some));
      // One that has to wait for the policy does so by itself.
      case Task.Work _ -> byItself(work);
    }
  }

  private void effectOf(List<Readable> all) {
    database.inTransaction(transaction -> {
      Set<String> entered =
          inbox.enterAll(
              transaction,
              all.stream().map(each -> each.task().key()).filter(Objects::nonNull).toList());
      for (Readable each : all) {
        // What has taken effect before is done; so is the second of two with one key.
        String key = each.task().key();
        if (key == null || entered.remove(key)) {
          handle(transaction, each);
        }
      }
      return true;
    });
  }

  private void handle(Transaction transaction, Readable each) {
    Verdict verdict;
    try {
      verdict = each.task().doing(() -> each.task().handling().apply(transaction));
      // Each handler sees the database, not what another one has in its session.
      transaction.detachAll();
    } catch (DatabaseUnavailable outage) {
      throw outage;
    } catch (RuntimeException | Error failure) {
      throw new Stumbled(each, () -> attempts.failed(each.message(), 0, failure));
    }
    if (!(verdict instanceof Verdict.Done)) {
      throw new Stumbled(each, () -> attempts.concluded(each.message(), 0, verdict));
    }
  }

  /// Rolls the transaction back, and says which one was in the way.
  private static final class Stumbled extends RuntimeException {
    private final transient Readable readable;
    private final transient Supplier<Ending> ending;

    Stumbled(Readable readable, Supplier<Ending> ending) {
      super(null, null, false, false);
      this.readable = readable;
      this.ending = ending;
    }

    Readable readable() {
      return readable;
    }

    Supplier<Ending> ending() {
      return ending;
    }
  }
}
