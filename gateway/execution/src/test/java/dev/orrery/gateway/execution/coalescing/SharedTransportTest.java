package dev.orrery.gateway.execution.coalescing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphRequest;
import dev.orrery.gateway.execution.json.JsonOutput;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedTransportTest {
  private final List<Promise<SubgraphReply>> sent = new ArrayList<>();
  private final SharedTransport transport =
      new SharedTransport(_ -> {
        Promise<SubgraphReply> promise = Promise.promise();
        sent.add(promise);
        return promise.future();
      });

  private Future<SubgraphReply> send(String body, String user, String trace, boolean mutation) {
    var headers = ForwardedHeaders.NONE.with("authorization", user).with("traceparent", trace);
    return transport.send(new SubgraphRequest(new JsonOutput(4).raw(body), headers, mutation));
  }

  @Test
  void sharesWhatIsAskedAtTheSameTimeOnBehalfOfTheSameCaller() {
    var first = send("a", "ann", "1", false);
    var second = send("a", "ann", "2", false);
    assertThat(sent).hasSize(1);
    var answer = new SubgraphReply.Answered(new byte[0], 0);
    sent.getFirst().complete(answer);
    assertThat(first.result()).isSameAs(answer);
    assertThat(second.result()).isSameAs(answer);
  }

  @Test
  void neverSharesBetweenCallersOrQuestionsOrMutations() {
    send("a", "ann", "1", false);
    send("a", "bob", "1", false);
    send("b", "ann", "1", false);
    send("a", "ann", "1", true);
    send("a", "ann", "1", true);
    assertThat(sent).hasSize(5);
  }

  @Test
  void asksAgainOnceTheAnswerIsThere() {
    send("a", "ann", "1", false);
    sent.getFirst().complete(new SubgraphReply.Answered(new byte[0], 0));
    send("a", "ann", "1", false);
    assertThat(sent).hasSize(2);
  }
}
