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
import java.util.Objects;
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
    this.graph = house.operator();
  }

  /// What is there of the load's.
  ///
  /// @param things how often each name of the ledger is there
  /// @param versions the version of each resource, by its id
  private record Found(Map<String, Integer> things, Map<String, Integer> versions) {}

  /// @throws AssertionError when the ledger rule is broken that long after everything is up again
  void check(Exam.Report report) throws Exception {
    long begin = System.nanoTime();
    report.line("  %s; %s", load.ledger(), load.looks());
    load.ledger().refusals().entrySet().stream()
        .limit(3)
        .forEach(
            refused -> report.line("  for instance, %s: %s", refused.getKey(), refused.getValue()));
    Eventually.holds(
        patience,
        () -> {
          everythingIsSettled();
          Found regions = found("regions");
          Found instances = found("instances");
          Map<String, Integer> all = new HashMap<>(regions.things());
          all.putAll(instances.things());
          load.ledger().check(all);
          int first = checkEvents("CHANGES_LOCATION", "changes.region.*.*.*", regions.versions());
          int other =
              checkEvents("CHANGES_INSTANCE", "changes.instance.*.*.*", instances.versions());
          checkEffects(instances.versions().keySet());
          report.line(
              "  %d regions and %d instances are there; their %d events have every version once and"
                  + " in order; each instance was created once by the provider's journal",
              regions.versions().size(), instances.versions().size(), first + other);
        });
    report.line(
        "  held %d s after everything was up", (System.nanoTime() - begin) / 1_000_000_000L);
  }

  private void everythingIsSettled() {
    int open =
        graph
            .ask(
                """
                query($name: String!) {
                  instances(where: {name: {startsWith: $name}, not: {status: {eq: ACTIVE}}}) { totalCount }
                }
                """,
                Map.of("name", load.prefix() + "-"))
            .path("instances")
            .path("totalCount")
            .asInt(-1);
    if (open != 0) {
      throw new AssertionError("%d instances are not active".formatted(open));
    }
  }

  private Found found(String list) {
    Map<String, Integer> things = new HashMap<>();
    Map<String, Integer> versions = new HashMap<>();
    @Nullable String after = null;
    do {
      Map<String, Object> variables = new HashMap<>(Map.of("name", load.prefix() + "-"));
      variables.put("after", after);
      JsonNode page =
          graph
              .ask(
                  """
                  query($name: String!, $after: String) {
                    %s(first: 200, after: $after, where: {name: {startsWith: $name}}) {
                      nodes { id name labels version } pageInfo { hasNextPage endCursor } } }
                  """
                      .formatted(list),
                  variables)
              .path(list);
      for (JsonNode node : page.path("nodes")) {
        things.merge(node.path("name").asText(), 1, Integer::sum);
        versions.put(node.path("id").asText(), node.path("version").asInt());
        JsonNode change = node.path("labels").path(Load.LABEL);
        if (change.isTextual()) {
          things.merge(change.asText(), 1, Integer::sum);
        }
      }
      after =
          page.path("pageInfo").path("hasNextPage").asBoolean()
              ? page.path("pageInfo").path("endCursor").asText()
              : null;
    } while (after != null);
    return new Found(things, versions);
  }

  private void checkEffects(Set<String> instances) {
    Map<String, List<String>> effects = house.effects();
    for (String instance : instances) {
      List<String> done = effects.getOrDefault(instance, List.of());
      if (!done.equals(List.of("CREATED"))) {
        throw new AssertionError("the provider did %s for %s".formatted(done, instance));
      }
    }
  }

  /// Every resource has its versions from 1 to the one it has in the graph, without a gap and in
  /// order; a repeat has the same id.
  ///
  /// @return how many events that were
  private int checkEvents(String stream, String subject, Map<String, Integer> expected)
      throws Exception {
    Map<String, Integer> versions = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode event : events(stream, subject)) {
      String resource = event.path("subject").asText();
      if (expected.containsKey(resource) && seen.add(event.path("id").asText())) {
        int version = event.path("data").path("version").asInt();
        if (version != versions.getOrDefault(resource, 0) + 1) {
          throw new AssertionError(
              "%s: version %d follows %d"
                  .formatted(resource, version, versions.getOrDefault(resource, 0)));
        }
        versions.put(resource, version);
      }
    }
    List<String> behind = new ArrayList<>(expected.keySet());
    behind.removeIf(resource -> Objects.equals(expected.get(resource), versions.get(resource)));
    if (!behind.isEmpty()) {
      throw new AssertionError(
          "the events in %s of %d resources do not lead to what they are, for instance those of %s end with version %s of %d"
              .formatted(
                  stream,
                  behind.size(),
                  behind.getFirst(),
                  versions.get(behind.getFirst()),
                  expected.get(behind.getFirst())));
    }
    return versions.values().stream().mapToInt(Integer::intValue).sum();
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
