package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// An organization with an owner, and with what instances are made of.
///
/// @param graph the owner's
/// @param site where its instances are
record Tenant(
    String organization, GraphClient graph, String site, String instanceType, String image) {

  /// How many organizations make the standard load.
  static final int MANY = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Brings that many organizations into the house, and waits until every service knows them.
  static List<Tenant> in(House house, int count) throws Exception {
    GraphClient operator = house.operator();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Tenant>> comers =
          IntStream.range(0, count)
              .mapToObj(_ -> threads.submit(() -> one(house, operator)))
              .toList();
      List<Tenant> tenants = new ArrayList<>();
      for (Future<Tenant> comer : comers) {
        tenants.add(comer.get());
      }
      return tenants;
    }
  }

  private static Tenant one(House house, GraphClient operator) {
    String name = "tenant-" + UUID.randomUUID();
    String organization =
        Eventually.answers(
            PATIENCE,
            () -> made(operator, "Organization", Map.of("name", name, "idempotencyKey", name)));
    String email = name + "@exam.example";
    Eventually.answers(
        PATIENCE,
        () ->
            made(
                operator,
                "User",
                Map.of(
                    "organization", organization,
                    "name", "Owner",
                    "email", email,
                    "role", "OWNER",
                    "idempotencyKey", email)));
    GraphClient owner = house.graph(email);
    // Their services hear of the owner a moment later.
    String region =
        Eventually.answers(PATIENCE, () -> made(owner, "Region", organization, Map.of()));
    String site =
        Eventually.answers(
            PATIENCE, () -> made(owner, "Site", organization, Map.of("region", region)));
    String type =
        Eventually.answers(
            PATIENCE,
            () -> made(owner, "InstanceType", organization, Map.of("vcpus", 1, "memoryMib", 512)));
    String image =
        Eventually.answers(
            PATIENCE,
            () ->
                made(
                    owner,
                    "Image",
                    organization,
                    Map.of(
                        "operatingSystem", "debian",
                        "operatingSystemVersion", "13",
                        "architecture", "x86_64")));
    return new Tenant(organization, owner, site, type, image);
  }

  private static String made(
      GraphClient graph, String type, String organization, Map<String, Object> more) {
    Map<String, Object> input = new HashMap<>(more);
    input.put("organization", organization);
    input.put("name", "first");
    // It is asked for again and again, until they know.
    input.put("idempotencyKey", "%s of %s".formatted(type, organization));
    return made(graph, type, input);
  }

  /// The input of an instance of theirs; asking for it again is harmless.
  Map<String, Object> instance(String name) {
    return Map.of(
        "organization", organization,
        "name", name,
        "idempotencyKey", name,
        "instanceType", instanceType,
        "image", image,
        "site", site);
  }

  /// The input of a region of theirs; asking for it again is harmless.
  Map<String, Object> region(String name) {
    return Map.of("organization", organization, "name", name, "idempotencyKey", name);
  }

  /// Creates one of a type, and answers its id.
  ///
  /// @throws dev.orrery.launcher.graph.GraphRefusal when it was refused
  /// @throws IllegalStateException when nobody knows
  static String made(GraphClient graph, String type, Map<String, ?> input) {
    String field = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    JsonNode id =
        graph
            .ask(
                "mutation($i: Create%1$sInput!) { create%1$s(input: $i) { %2$s { id } } }"
                    .formatted(type, field),
                Map.of("i", input))
            .path("create" + type)
            .path(field)
            .path("id");
    if (!id.isTextual()) {
      throw new IllegalStateException("an answer without an id");
    }
    return id.asText();
  }
}
