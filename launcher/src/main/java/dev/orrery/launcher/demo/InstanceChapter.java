package dev.orrery.launcher.demo;

import dev.orrery.launcher.graph.GraphClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Creates an instance and tells every step of its way through the house.
final class InstanceChapter {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Story story;
  private final GraphClient graph;
  private final String organization;
  private final String project;
  private final String site;

  InstanceChapter(
      Story story, GraphClient graph, String organization, String project, String site) {
    this.story = story;
    this.graph = graph;
    this.organization = organization;
    this.project = project;
    this.site = site;
  }

  String tell() throws IOException, InterruptedException {
    story.chapter("A new instance crosses the house");
    String type =
        catalogued(
            "InstanceType",
            Map.of("organization", organization, "name", "small", "vcpus", 2, "memoryMib", 4096));
    String image =
        catalogued(
            "Image",
            Map.of(
                "organization", organization,
                "name", "debian-13",
                "operatingSystem", "Debian",
                "operatingSystemVersion", "13",
                "architecture", "x86_64"));
    String prefix = serversPrefix();
    try (Happenings happenings =
        Happenings.follow(
            story,
            Demo.environment("ORRERY_NATS_URL"),
            Demo.environment("ORRERY_NATS_USER"),
            Demo.environment("ORRERY_NATS_PASSWORD"))) {
      Instant begin = Instant.now();
      Map<String, Object> input = new HashMap<>();
      input.put("organization", organization);
      input.put("project", project);
      input.put("name", "web-" + Long.toString(begin.getEpochSecond(), 36));
      input.put("instanceType", type);
      input.put("image", image);
      input.put("site", site);
      input.put("prefix", prefix);
      String instance =
          graph
              .ask(
                  "mutation($input: CreateInstanceInput!) { createInstance(input: $input) { instance { id } } }",
                  Map.of("input", input))
              .path("createInstance")
              .path("instance")
              .path("id")
              .asText();
      story.happening("mutation", "createInstance answered %s".formatted(instance));
      happenings.about(instance);
      awaitActive(instance, happenings);
      story.line(
          "active %d ms after the mutation was sent"
              .formatted(Duration.between(begin, Instant.now()).toMillis()));
      return instance;
    }
  }

  private String catalogued(String kind, Map<String, Object> fields) {
    String field = Character.toLowerCase(kind.charAt(0)) + kind.substring(1);
    Map<String, Object> input = new HashMap<>(fields);
    input.put("idempotencyKey", "demo-" + field);
    return graph
        .ask(
            "mutation($input: Create%sInput!) { create%s(input: $input) { %s { id } } }"
                .formatted(kind, kind, field),
            Map.of("input", input))
        .path("create" + kind)
        .path(field)
        .path("id")
        .asText();
  }

  private String serversPrefix() {
    return graph
        .ask(
            """
            query($organization: ID!) {
              prefixes(where: {organization: {eq: $organization}, network: {eq: "10.16.0.0/23"}}) { nodes { id } }
            }
            """,
            Map.of("organization", organization))
        .path("prefixes")
        .path("nodes")
        .path(0)
        .path("id")
        .asText();
  }

  /// Events may be told late; what the graph says is what counts.
  private void awaitActive(String instance, Happenings happenings) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    happenings.await(PATIENCE.toSeconds());
    while (Instant.now().isBefore(end)) {
      String status =
          graph
              .ask("query($id: ID!) { instance(id: $id) { status } }", Map.of("id", instance))
              .path("instance")
              .path("status")
              .asText();
      switch (status) {
        case "ACTIVE" -> {
          return;
        }
        case "FAILED" ->
            throw new IllegalStateException("the instance %s failed".formatted(instance));
        default -> Thread.sleep(100);
      }
    }
    throw new IllegalStateException(
        "the instance %s is not active after %d s".formatted(instance, PATIENCE.toSeconds()));
  }
}
