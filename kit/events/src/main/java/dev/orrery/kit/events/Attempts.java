package dev.orrery.kit.events;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.kit.database.Transaction;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Tries messages one at a time, each in a transaction that also holds its inbox row, and sees to
/// it that whatever does not take effect is safe somewhere else.
final class Attempts {
  private static final Logger LOG = Logger.getLogger(Attempts.class);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
  private static final Duration OUTAGE = Duration.ofSeconds(1);

  /// The policy usually comes within milliseconds; what takes longer gives its place to others.
  private static final Duration POLICY_PATIENCE = Duration.ofSeconds(1);

  private final Handler handler;
  private final Database database;
  private final Inbox inbox;
  private final WaitingRoom waitingRoom;
  private final DeadLetterBox deadLetters;
  private final EventSettings settings;
  private final EventMetrics metrics;

  Attempts(
      Handler handler,
      Database database,
      Inbox inbox,
      WaitingRoom waitingRoom,
      DeadLetterBox deadLetters,
      EventSettings settings,
      EventMetrics metrics) {
    this.handler = handler;
    this.database = database;
    this.inbox = inbox;
    this.waitingRoom = waitingRoom;
    this.deadLetters = deadLetters;
    this.settings = settings;
    this.metrics = metrics;
  }

  /// A message that was just delivered.
  Ending first(Incoming message) {
    return decided(message, () -> attempt(new WaitingRoom.Waiting(message, 0), false));
  }

  /// One of the waiting room, which it leaves with its effect.
  Ending again(WaitingRoom.Waiting waiting) {
    return decided(
        waiting.message(),
        () -> {
          Ending ending = attempt(waiting, true);
          if (ending instanceof Ending.Parked) {
            waitingRoom.remove(waiting.message());
          }
          return ending;
        });
  }

  /// The ending, or that there is none yet when it could not be written down.
  Ending decided(Incoming message, Supplier<Ending> ending) {
    try {
      return ending.get();
    } catch (DatabaseUnavailable outage) {
      // No fault of the message's, and nothing that could be written down now.
      LOG.warnf("%s: %s waits for the database", handler.consumer(), message.messageId());
      return new Ending.Undecided(OUTAGE);
    } catch (WaitingRoom.Closed lost) {
      LOG.debugf("%s: %s is left to its new owner", handler.consumer(), message.messageId());
      return new Ending.Undecided(OUTAGE);
    } catch (RuntimeException | Error unanswered) {
      LOG.warnf(
          unanswered,
          "%s: no verdict on %s, it is tried again",
          handler.consumer(),
          message.messageId());
      return new Ending.Undecided(OUTAGE);
    }
  }

  private Ending attempt(WaitingRoom.Waiting tried, boolean waited) {
    Incoming message = tried.message();
    Task task;
    try {
      task = Reading.read(message, handler);
    } catch (UnreadableMessage unreadable) {
      return park(message, String.valueOf(unreadable.getMessage()), 0);
    }
    return switch (task) {
      case Task.NotMine(String why) -> {
        if (waited) {
          waitingRoom.remove(message);
        }
        yield notMine(why);
      }
      case Task.Work work -> work.doing(() -> perform(tried, work, waited));
    };
  }

  private Ending perform(WaitingRoom.Waiting tried, Task.Work work, boolean waited) {
    Verdict verdict;
    try {
      if (!handler.awaitPolicy(work.policyRevision(), POLICY_PATIENCE)) {
        return concluded(tried.message(), tried.failures(), new Verdict.Retry(POLICY_PATIENCE));
      }
      verdict = effect(tried.message(), work, waited);
    } catch (DatabaseUnavailable | WaitingRoom.Closed noFault) {
      throw noFault;
    } catch (RuntimeException | Error failure) {
      return failed(tried.message(), tried.failures(), failure);
    }
    return concluded(tried.message(), tried.failures(), verdict);
  }

  /// The inbox row and the handler's work, both or none.
  private Verdict effect(Incoming message, Task.Work work, boolean waited) {
    try {
      return database.inTransaction(transaction -> {
        boolean gone = waited && !waitingRoom.take(transaction, message);
        Verdict verdict =
            gone || !isNew(transaction, work.key())
                ? new Verdict.Done()
                : work.handling().apply(transaction);
        if (!(verdict instanceof Verdict.Done)) {
          throw new NoEffect(verdict);
        }
        return verdict;
      });
    } catch (NoEffect rolledBack) {
      return rolledBack.verdict();
    }
  }

  private boolean isNew(Transaction transaction, @Nullable String key) {
    return key == null || inbox.enter(transaction, key);
  }

  /// What is nothing to this handler is over.
  Ending notMine(String why) {
    metrics.handled(handler.consumer(), why);
    return new Ending.Over();
  }

  /// What follows from a handler's verdict.
  ///
  /// @param failures how often the message had failed before
  Ending concluded(Incoming message, int failures, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Done() -> {
        metrics.handled(handler.consumer(), "done");
        yield new Ending.Over();
      }
      case Verdict.Retry(Duration after) -> {
        metrics.handled(handler.consumer(), "retry");
        waitingRoom.putOff(message, failures, "not yet", after);
        yield new Ending.PutOff(after);
      }
      case Verdict.Reject(String reason) -> {
        metrics.handled(handler.consumer(), "rejected");
        yield park(message, reason, 0);
      }
    };
  }

  /// What follows from an exception or an error: a lane that nobody answers for would stand still.
  ///
  /// @param before how often the message had failed before
  Ending failed(Incoming message, int before, Throwable failure) {
    metrics.handled(handler.consumer(), "failed");
    String reason = "%s: %s".formatted(failure.getClass().getSimpleName(), failure.getMessage());
    int failures = before + 1;
    LOG.warnf(
        failure,
        "%s: failure %d of %s on %s",
        handler.consumer(),
        failures,
        message.messageId(),
        message.subject());
    if (failures >= settings.maxFailures()) {
      return park(message, reason, failures);
    }
    Duration after = backoff(failures);
    waitingRoom.putOff(message, failures, reason, after);
    return new Ending.PutOff(after);
  }

  private Ending park(Incoming message, String reason, int failures) {
    if (!deadLetters.post(message, reason, failures)) {
      return new Ending.Undecided(OUTAGE);
    }
    LOG.errorf("%s parked %s: %s", handler.consumer(), message.messageId(), reason);
    return new Ending.Parked();
  }

  private Duration backoff(int failures) {
    Duration backoff = settings.backoff().multipliedBy(1L << Math.min(failures - 1, 10));
    return backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
  }

  /// Rolls the transaction back and carries the verdict out of it.
  private static final class NoEffect extends RuntimeException {
    private final transient Verdict verdict;

    NoEffect(Verdict verdict) {
      super(null, null, false, false);
      this.verdict = verdict;
    }

    Verdict verdict() {
      return verdict;
    }
  }
}
