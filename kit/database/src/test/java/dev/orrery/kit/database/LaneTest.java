package dev.orrery.kit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void neverLetsMoreThroughThanItIsWide() throws Exception {
    Lane lane = new Lane("reads", 3, LONG);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> passers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 30; i++) {
        passers.add(
            threads.submit(() ->
                lane.pass(() -> {
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  pause();
                  return inside.decrementAndGet();
                })));
      }
      for (Future<?> passer : passers) {
        passer.get();
      }
    }
    assertThat(most).hasValue(3);
  }

  @Test
  void refusesWhoeverWaitsTooLongAndDoesNothingForThem() throws Exception {
    Lane lane = new Lane("changes", 1, Duration.ofMillis(20));
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first =
          threads.submit(() ->
              lane.pass(() -> {
                entered.countDown();
                return awaited(leave);
              }));
      entered.await();

      try {
        assertThatThrownBy(() -> lane.pass(() -> done.getAndSet(true)))
            .isInstanceOf(DatabaseUnavailable.class)
            .hasMessageContaining("busy");
      } finally {
        leave.countDown();
      }
      first.get();
    }
    assertThat(done).isFalse();
  }

  @Test
  void letsTheNextOneThroughAfterAFailure() {
    Lane lane = new Lane("changes", 1, Duration.ofMillis(20));
    assertThatThrownBy(() ->
            lane.pass(() -> {
              throw new IllegalArgumentException("of the work");
            }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(lane.<String>pass(() -> "through")).isEqualTo("through");
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
