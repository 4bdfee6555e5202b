package dev.orrery.kit.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartingWorkTest {
  private final AtomicInteger attempts = new AtomicInteger();

  @Test
  void isTriedUntilItIsDoneAndThenNoMore() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    StartingWork work =
        new StartingWork(
            "what fails once",
            () -> {
              if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("the database does not answer");
              }
              done.countDown();
            });
    work.start();

    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    work.stop();
    assertThat(attempts).hasValue(2);
  }

  @Test
  void endsWithTheService() throws InterruptedException {
    CountDownLatch tried = new CountDownLatch(1);
    StartingWork work =
        new StartingWork(
            "what always fails",
            () -> {
              attempts.incrementAndGet();
              tried.countDown();
              throw new IllegalStateException("the database does not answer");
            });
    work.start();
    tried.await();

    work.stop();
    int before = attempts.get();
    Thread.sleep(1_500);
    assertThat(attempts).hasValue(before);
  }
}
