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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
                fail(thrown.get(round));
              }
              Thread.sleep(Duration.ofHours(1));
            });

    survived.await();
    work.stop();
    assertThat(told).map(Exception::getMessage).containsExactly("bug", "outage", "by nobody");
  }

  static List<Throwable> failures() {
    return List.of(new IllegalStateException("bug"), new StackOverflowError());
  }

  private static void fail(Throwable failure) throws Exception {
    switch (failure) {
      case Exception exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalArgumentException(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("failures")
  void restsAfterARoundThatFailed(Throwable failure) throws InterruptedException {
    CountDownLatch failed = new CountDownLatch(1);
    RecurringWork work =
        working(
            Duration.ofHours(1),
            () -> {
              rounds.incrementAndGet();
              failed.countDown();
              fail(failure);
            });
    failed.await();
    Thread.sleep(200);

    work.stop();
    assertThat(rounds).hasValue(1);
  }

  @Test
  void goesOnThoughItCannotSayWhyARoundFailed() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    RecurringWork work =
        new RecurringWork(
            "work",
            REST,
            () -> {
              twice.countDown();
              throw new IOException("outage");
            },
            outage -> {
              throw new IllegalStateException("no words for " + outage);
            });
    work.start();

    twice.await();
    work.stop();
  }

  @Test
  void endsThoughItsRoundLosesTheInterruptAndWaitsAgain() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    RecurringWork work =
        working(
            REST,
            () -> {
              rounds.incrementAndGet();
              begun.countDown();
              for (int wait = 1; wait <= 2; wait++) {
                try {
                  Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException lost) {
                  // as libraries do
                }
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
