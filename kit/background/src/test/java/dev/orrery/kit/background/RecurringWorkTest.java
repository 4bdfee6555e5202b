package dev.orrery.kit.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecurringWorkTest {
  private static final Duration REST = Duration.ofMillis(1);

  private final AtomicInteger rounds = new AtomicInteger();
  private final Queue<Exception> told = new ConcurrentLinkedQueue<>();

  @Test
  void goesOnWhateverARoundThrows() throws InterruptedException {
    List<Throwable> thrown =
        List.of(
            new IllegalStateException("bug"),
            new IOException("outage"),
            new InterruptedException("by nobody"),
            new StackOverflowError());
    CountDownLatch survived = new CountDownLatch(thrown.size() + 1);
    RecurringWork work =
        working(
            REST,
            () -> {
              survived.countDown();
              int round = rounds.getAndIncrement();
              if (round < thrown.size()) {
                switch (thrown.get(round)) {
                  case Exception failure -> throw failure;
                  case Throwable error -> throw (Error) error;
                }
              }
              Thread.sleep(Duration.ofHours(1));
            });

    survived.await();
    work.stop();
    assertThat(told).map(Exception::getMessage).containsExactly("bug", "outage", "by nobody");
  }

  @Test
  void restsAfterARoundThatFailed() throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    RecurringWork work =
        working(
            Duration.ofHours(1),
            () -> {
              rounds.incrementAndGet();
              failed.countDown();
              throw new IllegalStateException("bug");
            });
    failed.await();
    Thread.sleep(200);

    work.stop();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void endsThoughItsRoundLosesTheInterrupt() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    RecurringWork work =
        working(
            REST,
            () -> {
              rounds.incrementAndGet();
              begun.countDown();
              try {
                Thread.sleep(Duration.ofHours(1));
              } catch (InterruptedException lost) {
                // as libraries do
              }
            });
    begun.await();

    work.stop();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void doesNotTellThatItWasStopped() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    RecurringWork work =
        working(
            Duration.ofHours(1),
            () -> {
              begun.countDown();
              try {
                Thread.sleep(Duration.ofHours(1));
              } catch (InterruptedException stopped) {
                throw new IOException("the answer did not come", stopped);
              }
            });
    begun.await();

    work.stop();
    assertThat(told).isEmpty();
  }

  @Test
  void workThatNeverBeganCanBeStopped() throws InterruptedException {
    new RecurringWork("idle", REST, rounds::incrementAndGet, told::add).stop();

    assertThat(rounds).hasValue(0);
  }

  private RecurringWork working(Duration rest, RecurringWork.Round round) {
    RecurringWork work = new RecurringWork("work", rest, round, told::add);
    work.start();
    return work;
  }
}
