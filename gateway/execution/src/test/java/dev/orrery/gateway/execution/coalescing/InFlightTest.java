package dev.orrery.gateway.execution.coalescing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final InFlight<String, Integer> inFlight = new InFlight<>();
  private final List<Promise<Integer>> started = new ArrayList<>();
  private final List<Cancellation> cancellations = new ArrayList<>();

  private Future<Integer> join(Cancellation mine) {
    return inFlight.join(
        "k",
        mine,
        whenAllLeft -> {
          Promise<Integer> work = Promise.promise();
          started.add(work);
          cancellations.add(whenAllLeft);
          return work.future();
        });
  }

  @Test
  void doesTheWorkOnceForAllWhoWait() {
    Future<Integer> first = join(Cancellation.NEVER);
    Future<Integer> second = join(Cancellation.NEVER);
    started.getFirst().complete(7);
    assertThat(started).hasSize(1);
    assertThat(first.result()).isEqualTo(7);
    assertThat(second.result()).isEqualTo(7);
    assertThat(inFlight.shared()).isEqualTo(1);
    assertThat(inFlight.size()).isZero();
  }

  @Test
  void goesOnWhileSomebodyWaits() {
    Cancellation one = new Cancellation();
    Cancellation other = new Cancellation();
    join(one);
    join(other);
    one.cancel();
    one.cancel();
    assertThat(cancellations.getFirst().isCancelled()).isFalse();
    other.cancel();
    assertThat(cancellations.getFirst().isCancelled()).isTrue();
  }

  @Test
  void startsAnewForWhoComesAfterAllHaveLeft() {
    Cancellation one = new Cancellation();
    join(one);
    one.cancel();
    Future<Integer> late = join(Cancellation.NEVER);
    assertThat(started).hasSize(2);
    started.getFirst().complete(1);
    assertThat(late.isComplete()).isFalse();
    started.getLast().complete(2);
    assertThat(late.result()).isEqualTo(2);
  }
}
