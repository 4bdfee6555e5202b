package dev.orrery.kit.events;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Up to which id every row of the outbox is published, and none can still appear.
///
/// The relay need not look below it. That matters because the index of what is unpublished keeps an
/// entry for each row that was until PostgreSQL vacuums, and a read from its beginning walks over
/// all of them: at a thousand events a second it took twice as long after each half minute.
///
/// A row appears when its transaction commits, so the highest id that is seen says nothing of the
/// lower ones. But rows of lower ids are of transactions that had begun by then: once these are
/// over, whatever of them was to appear is there. What somebody writes past [Outbox], or restores,
/// the next look finds.
final class Settled {
  private static final Logger LOG = Logger.getLogger(Settled.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /// What one statement saw.
  ///
  /// @param lowestUnpublished [Long#MAX_VALUE] when there is none
  /// @param highest of all rows
  /// @param oldestRunning the lowest number of a transaction that runs
  /// @param nextTransaction no transaction had this number or a higher one
  record Look(long lowestUnpublished, long highest, long oldestRunning, long nextTransaction) {}

  private final Supplier<Look> eyes;
  private final Executor executor;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long nextLook = System.nanoTime();
  private volatile long from;
  private @Nullable Look earlier;

  Settled(Supplier<Look> eyes, Executor executor) {
    this.eyes = eyes;
    this.executor = executor;
  }

  /// Every row with a lower id is published.
  long from() {
    return from;
  }

  /// Looks again, beside the caller, when it is time.
  void lookIfDue() {
    if (System.nanoTime() - nextLook >= 0 && looking.compareAndSet(false, true)) {
      executor.execute(this::look);
    }
  }

  private void look() {
    try {
      saw(eyes.get());
    } catch (RuntimeException away) {
      LOG.debugf("the outbox could not be looked at: %s", away.getMessage());
    } finally {
      nextLook = System.nanoTime() + BETWEEN_LOOKS.toNanos();
      looking.set(false);
    }
  }

  void saw(Look now) {
    @Nullable Look then = earlier;
    if (then == null || now.oldestRunning() >= then.nextTransaction()) {
      long resolved = then == null ? 0 : then.highest() + 1;
      from = Math.min(now.lowestUnpublished(), Math.max(from, resolved));
      earlier = now;
    } else {
      from = Math.min(now.lowestUnpublished(), from);
    }
  }
}
