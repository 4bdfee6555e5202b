package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.launcher.graph.GraphClient;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.PushSubscribeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds what the house shows after it healed against the ledger: in the graph, in the streams, and
/// in the provider's own journal.
final class Healing {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final House house;
  private final Load load;
  private final Duration patience;
  private final GraphClient graph;

  Healing(House house, Load load, Duration patience) {
    this.house = house;
    this.load = load;
    this.patience = patience;
    this.graph = house.graph(House.PERSON);
  }

  private record Found(Map<String, Integer> names, Map<String, String> ids, boolean settled) {}

  /// @throws AssertionError when the ledger rule is broken that long after everything is up again
  void check(Exam.Report report) throws Exception {
    long begin = System.nanoTime();
    house.eventuallyHolds(
        patience,
        () -> {
          Found regions = found("regions", "id name");
          Found instances = found("instances", "id name status");
          if (!instances.settled()) {
            throw new AssertionError("not every instance is active yet");
          }
          Map<String, Integer> all = new HashMap<>(regions.names());
          all.putAll(instances.names());
          load.ledger().check(all);
          checkEvents("CHANGES_LOCATION", "changes.region.*.*.*", regions.ids());
          checkEvents("CHANGES_INSTANCE", "changes.instance.*.*.*", instances.ids());
          for (Map.Entry<String, String> instance : instances.ids().entrySet()) {
            List<String> effects = house.effectsOn(instance.getKey());
            if (!effects.equals(List.of("CREATED"))) {
              throw new AssertionError(
                  "the provider did %s for %s".formatted(effects, instance.getValue()));
            }
          }
          report.line(
              "  %d regions and %d instances are there; their events have every version once and in"
                  + " order; each instance was created once by the provider's journal",
              regions.ids().size(), instances.ids().size());
        });
    report.line("  %s; %d queries went unanswered", load.ledger(), load.unanswered());
    report.line(
        "  held %d s after everything was up", (System.nanoTime() - begin) / 1_000_000_000L);
  }

  private Found found(String list, String fields) {
    Map<String, Integer> names = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    boolean settled = true;
    @Nullable String after = null;
    do {
      Map<String, String> variables = after == null ? Map.of() : Map.of("after", after);
      JsonNode page =
          graph
              .ask(
                  "query($after: String) { %s(first: 200, after: $after) { nodes { %s } pageInfo { hasNextPage endCursor } } }"
                      .formatted(list, fields),
                  variables)
              .path(list);
      for (JsonNode node : page.path("nodes")) {
        String name = node.path("name").asText();
        if (name.startsWith(load.prefix() + "-")) {
          names.merge(name, 1, Integer::sum);
          ids.put(node.path("id").asText(), name);
          settled &= !node.has("status") || node.path("status").asText().equals("ACTIVE");
        }
      }
      after =
          page.path("pageInfo").path("hasNextPage").asBoolean()
              ? page.path("pageInfo").path("endCursor").asText()
              : null;
    } while (after != null);
    return new Found(names, ids, settled);
  }

  /// Every resource has its versions from 1 without a gap, in order; a repeat has the same id.
  private void checkEvents(String stream, String subject, Map<String, String> ids)
      throws Exception {
    Map<String, Integer> versions = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode event : events(stream, subject)) {
      String resource = event.path("subject").asText();
      if (ids.containsKey(resource) && seen.add(event.path("id").asText())) {
        int version = event.path("data").path("version").asInt();
        if (version != versions.getOrDefault(resource, 0) + 1) {
          throw new AssertionError(
              "%s: version %d follows %d"
                  .formatted(resource, version, versions.getOrDefault(resource, 0)));
        }
        versions.put(resource, version);
      }
    }
    List<String> silent = new ArrayList<>(ids.keySet());
    silent.removeAll(versions.keySet());
    if (!silent.isEmpty()) {
      throw new AssertionError(
          "%d resources have no event in %s, for instance %s"
              .formatted(silent.size(), stream, silent.getFirst()));
    }
  }

  private List<JsonNode> events(String stream, String subject) throws Exception {
    List<JsonNode> events = new ArrayList<>();
    try (Connection nats = house.nats()) {
      var subscription =
          nats.jetStream()
              .subscribe(
                  subject, PushSubscribeOptions.builder().stream(stream).ordered(true).build());
      long expected = subscription.getConsumerInfo().getCalculatedPending();
      while (events.size() < expected) {
        Message message = subscription.nextMessage(Duration.ofSeconds(5));
        if (message == null) {
          throw new IOException(
              "the stream stopped after %d of %d".formatted(events.size(), expected));
        }
        events.add(JSON.readTree(message.getData()));
      }
    }
    return events;
  }
}
