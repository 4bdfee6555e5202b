package dev.orrery.exams;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.launcher.graph.GraphClient;
import java.util.HashMap;
import java.util.Map;

/// Somebody who may see everything of an organization, and again may not, as an operator likes: an
/// owner no longer sees whom the organization has lost.
final class Membership {
  private final GraphClient operator;
  private final String organization;
  private final String user;
  private final GraphClient client;
  private int version;

  private Membership(
      GraphClient operator, String organization, String user, int version, GraphClient client) {
    this.operator = operator;
    this.organization = organization;
    this.user = user;
    this.version = version;
    this.client = client;
  }

  /// A new user, who is a member to begin with.
  static Membership of(House house, Tenant tenant, String name) {
    String email = "%s-%s@exam.example".formatted(name, tenant.organization());
    GraphClient operator = house.operator();
    JsonNode made =
        operator
            .ask(
                "mutation($i: CreateUserInput!) { createUser(input: $i) { user { id version } } }",
                Map.of(
                    "i",
                    Map.of(
                        "organization",
                        tenant.organization(),
                        "name",
                        name,
                        "email",
                        email,
                        "role",
                        "VIEWER")))
            .at("/createUser/user");
    return new Membership(
        operator,
        tenant.organization(),
        made.path("id").asText(),
        made.path("version").asInt(),
        house.graph(email));
  }

  /// The member's own, with one token for good.
  GraphClient client() {
    return client;
  }

  GraphClient.Answered take() {
    return change("remove", Map.of());
  }

  GraphClient.Answered give() {
    return change("add", Map.of("role", "VIEWER"));
  }

  private GraphClient.Answered change(String verb, Map<String, String> more) {
    Map<String, Object> input = new HashMap<>(more);
    input.put("id", user);
    input.put("organization", organization);
    input.put("version", version);
    GraphClient.Answered changed =
        operator.asked(
            "mutation($i: %1$sMembershipInput!) { %2$sMembership(input: $i) { user { version } } }"
                .formatted(Character.toUpperCase(verb.charAt(0)) + verb.substring(1), verb),
            Map.of("i", input));
    version = changed.data().at("/%sMembership/user/version".formatted(verb)).asInt();
    return changed;
  }
}
