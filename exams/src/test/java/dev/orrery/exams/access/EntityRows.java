package dev.orrery.exams.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// A row for every entity that a subgraph resolves for the gateway (`_entities`), made from the
/// subgraph's own schema: all its fields are asked for, and whatever hangs directly on it.
final class EntityRows {
  /// @param owned whether the subgraph holds the entity itself, not only what hangs on it
  record EntityRow(
      String process, String type, boolean owned, Supplier<String> target, String selection) {
    /// Who is shown it.
    Person shownTo() {
      return type.equals("TrustedIssuer") ? Person.OPERATOR : Person.VIEWER;
    }

    Call call(String id) {
      return new Call(
          "query($of: [_Any!]!) { _entities(representations: $of) { ... on %s { %s } } }"
              .formatted(type, selection),
          Map.of("of", List.of(Map.of("__typename", type, "id", id))));
    }
  }

  private static final Call SCHEMA =
      new Call(
          """
          { __schema { types { name possibleTypes { name }
              fields { name args { name } type { ...T } } } } }
          fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
          """,
          Map.of());

  private final Acme acme;

  EntityRows(Acme acme) {
    this.acme = acme;
  }

  List<EntityRow> of(String process) {
    JsonNode types =
        acme.askSubgraph(process, Person.OPERATOR, SCHEMA)
            .path("data")
            .path("__schema")
            .path("types");
    List<EntityRow> rows = new ArrayList<>();
    for (JsonNode entity : type(types, "_Entity").path("possibleTypes")) {
      String name = entity.path("name").asText();
      rows.add(
          new EntityRow(
              process,
              name,
              field(type(types, name), "version") != null,
              target(name),
              selection(types, type(types, name))));
    }
    return rows;
  }

  private Supplier<String> target(String type) {
    return switch (type) {
      case "Job" -> acme::job;
      case "Reconciliation" -> acme::reconciliation;
      case "Provider" -> acme::provider;
      case "PersonalAccessToken" -> acme::personalAccessToken;
      case "Organization" -> () -> acme.organization;
      default -> {
        if (!acme.knows(type)) {
          throw new AssertionError("%s has no row: say in Acme how one is made".formatted(type));
        }
        yield () -> acme.fresh(type);
      }
    };
  }

  private static String selection(JsonNode types, JsonNode type) {
    List<String> fields = new ArrayList<>();
    for (JsonNode field : type.path("fields")) {
      String name = field.path("name").asText();
      JsonNode base = base(field.path("type"));
      JsonNode of = type(types, base.path("name").asText());
      if (!base.path("kind").asText().equals("OBJECT")) {
        fields.add(name);
      } else if (field(of, "totalCount") != null) {
        fields.add(name + " { totalCount nodes { id } }");
      } else if (field(of, "id") != null && field.path("args").isEmpty()) {
        fields.add(name + " { id }");
      }
    }
    return String.join(" ", fields);
  }

  private static JsonNode type(JsonNode types, String name) {
    for (JsonNode type : types) {
      if (type.path("name").asText().equals(name)) {
        return type;
      }
    }
    throw new AssertionError("there is no type " + name);
  }

  private static JsonNode field(JsonNode type, String name) {
    for (JsonNode field : type.path("fields")) {
      if (field.path("name").asText().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private static JsonNode base(JsonNode type) {
    JsonNode at = type;
    while (at.path("ofType").isObject()) {
      at = at.path("ofType");
    }
    return at;
  }
}
