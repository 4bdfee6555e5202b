package dev.orrery.gateway.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.SubgraphReply.Answered;
import dev.orrery.gateway.execution.http.SubgraphReply.Failed;
import dev.orrery.gateway.execution.http.SubgraphReply.Reason;
import dev.orrery.gateway.execution.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakingTransportTest {
  private static final SubgraphReply HUNG = new Failed(Reason.TIMEOUT, "hung");
  private static final SubgraphReply FINE = new Answered(new byte[0], 0);

  private final List<Promise<SubgraphReply>> asked = new ArrayList<>();
  private long now;
  private final BreakingTransport transport =
      new BreakingTransport(
          _ -> {
            Promise<SubgraphReply> promise = Promise.promise();
            asked.add(promise);
            return promise.future();
          },
          3,
          Duration.ofSeconds(5),
          () -> now);

  private Future<SubgraphReply> send() {
    return transport.send(new SubgraphRequest(new JsonOutput(1), ForwardedHeaders.NONE, false));
  }

  private void sendAndGet(SubgraphReply reply) {
    send();
    asked.getLast().complete(reply);
  }

  @Test
  void opensAfterFailuresInARowAndKeepsTheirReason() {
    sendAndGet(HUNG);
    sendAndGet(HUNG);
    sendAndGet(FINE);
    sendAndGet(HUNG);
    sendAndGet(HUNG);
    sendAndGet(HUNG);
    assertThat(asked).hasSize(6);
    assertThat(send().result())
        .isInstanceOfSatisfying(
            Failed.class, f -> assertThat(f.reason()).isEqualTo(Reason.TIMEOUT));
    assertThat(asked).hasSize(6);
  }

  @Test
  void letsOneCallThroughAfterThePauseAndClosesWhenItIsAnswered() {
    for (int i = 0; i < 3; i++) {
      sendAndGet(HUNG);
    }
    now = Duration.ofSeconds(5).toNanos();
    Future<SubgraphReply> probe = send();
    assertThat(send().result()).isInstanceOf(Failed.class);
    assertThat(asked).hasSize(4);
    asked.getLast().complete(FINE);
    assertThat(probe.result()).isSameAs(FINE);
    send();
    send();
    assertThat(asked).hasSize(6);
  }

  @Test
  void staysOpenWhenTheCallThatWasLetThroughFails() {
    for (int i = 0; i < 3; i++) {
      sendAndGet(HUNG);
    }
    now = Duration.ofSeconds(5).toNanos();
    sendAndGet(HUNG);
    assertThat(send().result()).isInstanceOf(Failed.class);
    assertThat(asked).hasSize(4);
    now = Duration.ofSeconds(10).toNanos();
    send();
    assertThat(asked).hasSize(5);
  }
}
