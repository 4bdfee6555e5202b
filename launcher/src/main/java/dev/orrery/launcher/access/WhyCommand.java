package dev.orrery.launcher.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import dev.orrery.launcher.graph.GraphRefusal;
import dev.orrery.launcher.graph.Tokens;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/// `./orrery why USER ACTION RESOURCE`
public final class WhyCommand {
  private static final String WHY =
      """
      query($s: ID!, $a: String!, $o: ID!, $p: ID, $r: ID) {
        why(subject: $s, action: $a, organization: $o, project: $p, resource: $r) {
          granted summary steps } }
      """;

  private static final String PLACE =
      """
      query($id: ID!) { node(id: $id) { id ... on Resource { organization { id } project { id } } } }
      """;

  private WhyCommand() {}

  /// Exits with 0 when it is granted, with 1 when it is denied, with 2 when the call is wrong or
  /// the question cannot be answered.
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println(
          "./orrery why USER ACTION RESOURCE: give an e-mail address or id, an action such as instance.start, and an id");
      System.exit(2);
    }
    GraphClient graph =
        new GraphClient(
            URI.create(System.getenv("ORRERY_GATEWAY_URL") + "/graphql"),
            new Tokens(
                    URI.create(System.getenv("ORRERY_PERMISSIONS_URL")),
                    System.getenv("ORRERY_OPERATOR_SECRET"))
                .operator());
    try {
      System.exit(explain(graph, arguments[0], arguments[1], arguments[2]));
    } catch (GraphRefusal | IllegalArgumentException | IllegalStateException refused) {
      System.err.println(refused.getMessage());
      System.exit(2);
    }
  }

  private static int explain(GraphClient graph, String who, String action, String resource) {
    Map<String, Object> question = place(graph, resource);
    question.put("s", subject(graph, who));
    question.put("a", action);
    JsonNode answer = graph.ask(WHY, question).path("why");
    boolean granted = answer.path("granted").asBoolean();
    System.out.printf("%s  %s%n", granted ? "GRANTED" : "DENIED ", answer.path("summary").asText());
    answer.path("steps").forEach(step -> System.out.println("  - " + step.asText()));
    return granted ? 0 : 1;
  }

  private static String subject(GraphClient graph, String who) {
    if (!who.contains("@")) {
      return who;
    }
    JsonNode found =
        graph
            .ask(
                "query($e: String!) { users(where: {email: {eq: $e}}) { nodes { id } } }",
                Map.of("e", who.toLowerCase(java.util.Locale.ROOT)))
            .path("users")
            .path("nodes");
    if (found.isEmpty()) {
      throw new IllegalArgumentException("there is no user " + who);
    }
    return found.path(0).path("id").asText();
  }

  /// Where a resource lies. The graph knows; the policy does not.
  private static Map<String, Object> place(GraphClient graph, String resource) {
    JsonNode node = graph.ask(PLACE, Map.of("id", resource)).path("node");
    if (!node.path("organization").path("id").isTextual()) {
      throw new IllegalArgumentException(
          "there is no resource %s that belongs to an organization".formatted(resource));
    }
    Map<String, Object> place = new HashMap<>();
    place.put("o", node.path("organization").path("id").asText());
    if (resource.startsWith("proj_")) {
      place.put("p", resource);
    } else if (!resource.startsWith("org_")) {
      place.put("r", resource);
      if (node.path("project").path("id").isTextual()) {
        place.put("p", node.path("project").path("id").asText());
      }
    }
    return place;
  }
}
