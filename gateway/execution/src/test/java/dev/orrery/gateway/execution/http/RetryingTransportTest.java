package dev.orrery.gateway.execution.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.SubgraphReply.Answered;
import dev.orrery.gateway.execution.http.SubgraphReply.Failed;
import dev.orrery.gateway.execution.http.SubgraphReply.Reason;
import dev.orrery.gateway.execution.json.JsonOutput;
import io.vertx.core.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryingTransportTest {
  @ParameterizedTest
  @CsvSource({
    "UNREACHABLE, false, 2",
    "UNREACHABLE, true, 2",
    "BROKEN, false, 2",
    "BROKEN, true, 1",
    "TIMEOUT, false, 1",
    "REFUSED, false, 1",
    "OVERLOADED, false, 1",
    "TOO_LARGE, false, 1"
  })
  void asksAgainOnlyWhereThatCanDoNoHarm(Reason reason, boolean mutation, int expected) {
    int[] asked = {0};
    var transport =
        new RetryingTransport(_ ->
            Future.succeededFuture(
                asked[0]++ == 0 ? new Failed(reason, "first") : new Answered(new byte[0], 0)));
    var reply =
        transport
            .send(new SubgraphRequest(new JsonOutput(1), ForwardedHeaders.NONE, mutation))
            .result();
    assertThat(asked[0]).isEqualTo(expected);
    assertThat(reply instanceof Answered).isEqualTo(expected == 2);
  }
}
