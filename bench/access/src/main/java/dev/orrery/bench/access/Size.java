package dev.orrery.bench.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Traceparent;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How long it takes to read the whole policy from its messages, and how much memory it takes then.
///
/// @param everything the whole index by the number of bindings: names, groups, places and all
record Size(int messages, int bindings, Duration rebuild, double everything) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Traceparent TRACE = Traceparent.start();

  /// Measured twice; the second time counts, as everything is compiled then.
  static Size of(int bindings) throws IOException {
    measured(bindings);
    return measured(bindings);
  }

  private static Size measured(int bindings) throws IOException {
    List<WrittenFacts.Message> messages = new ArrayList<>();
    new LargePolicy(bindings).facts(fact -> messages.add(WrittenFacts.of(fact)));
    long before = used();
    long start = System.nanoTime();
    PolicyIndex index = PolicyIndex.at(Clock.systemUTC());
    for (WrittenFacts.Message message : messages) {
      index.apply(received(message));
    }
    index.complete();
    Duration rebuild = Duration.ofNanos(System.nanoTime() - start);
    long after = used();
    if (index.size() != bindings || index.unusable() > 0) {
      throw new IllegalStateException(
          "%d bindings, %d unusable".formatted(index.size(), index.unusable()));
    }
    return new Size(messages.size(), bindings, rebuild, (after - before) / (double) bindings);
  }

  private static Received<JsonNode> received(WrittenFacts.Message message) throws IOException {
    return new Received<>(
        message.subject(), "1", JSON.readTree(message.body()), LargePolicy.NOW, TRACE);
  }

  /// What is reachable.
  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
