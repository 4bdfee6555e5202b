package dev.orrery.kit.access.policy.fact;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.ids.TypeId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads messages of the stream `POLICY` and trusts none of them.
public final class FactReader {
  private FactReader() {}

  /// @param subject where the message was published
  /// @return nothing for a kind that this version does not know
  /// @throws UnusableFact when it is of a known kind and makes no sense
  public static Optional<PolicyFact> read(String subject, JsonNode body) {
    String[] tokens = subject.split("\\.", 3);
    if (tokens.length != 3 || !tokens[0].equals("policy")) {
      return Optional.empty();
    }
    return FactKind.of(tokens[1]).map(kind -> read(kind, tokens[2], body));
  }

  private static PolicyFact read(FactKind kind, String id, JsonNode body) {
    @Nullable Stamp stamp = null;
    try {
      stamp = stamp(kind, body);
      if (body.path("gone").asBoolean(false)) {
        return new PolicyFact.Gone(stamp, kind, named(kind, id));
      }
      PolicyFact fact = fact(kind, stamp, body);
      if (!fact.id().equals(id)) {
        throw new IllegalArgumentException("it speaks of " + fact.id());
      }
      return fact;
    } catch (IllegalArgumentException | DateTimeException senseless) {
      throw new UnusableFact(
          "policy.%s.%s makes no sense: %s".formatted(kind.token(), id, senseless.getMessage()),
          stamp == null || !isNamed(kind, id) ? null : new PolicyFact.Gone(stamp, kind, id));
    }
  }

  private static boolean isNamed(FactKind kind, String id) {
    try {
      named(kind, id);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String named(FactKind kind, String id) {
    switch (kind) {
      case ORGANIZATION -> TypeId.parse(id, "org");
      case PROJECT -> TypeId.parse(id, "proj");
      case SUBJECT -> someone(id, false);
      case GROUP -> TypeId.parse(id, "grp");
      case ROLE -> TypeId.parse(id, "role");
      case BINDING -> TypeId.parse(id, "bind");
      case ACTIONS -> {}
    }
    return id;
  }

  /// What services declare need not be numbered: the stream holds their last word.
  private static Stamp stamp(FactKind kind, JsonNode body) {
    boolean declared = kind == FactKind.ACTIONS;
    return new Stamp(
        number(body, "revision", declared),
        number(body, "version", declared),
        body.path("more").asBoolean(false));
  }

  private static PolicyFact fact(FactKind kind, Stamp stamp, JsonNode body) {
    return switch (kind) {
      case ORGANIZATION ->
          new PolicyFact.Organization(
              stamp, id(body, "organization", "org"), idOrNull(body, "parent", "org"));
      case PROJECT ->
          new PolicyFact.Project(
              stamp, id(body, "project", "proj"), id(body, "organization", "org"));
      case SUBJECT ->
          new PolicyFact.Subject(
              stamp,
              someone(text(body, "subject"), false),
              truth(body, "active"),
              body.path("providerAccount").asBoolean(false));
      case GROUP ->
          new PolicyFact.Group(
              stamp,
              id(body, "group", "grp"),
              id(body, "organization", "org"),
              list(body, "members", member -> someone(asText("members", member), true)));
      case ROLE -> role(stamp, body);
      case BINDING -> binding(stamp, body);
      case ACTIONS ->
          new PolicyFact.Actions(
              stamp, text(body, "service"), list(body, "actions", FactReader::action));
    };
  }

  private static PolicyFact.Role role(Stamp stamp, JsonNode body) {
    @Nullable String builtIn = textOrNull(body, "builtIn");
    return new PolicyFact.Role(
        stamp,
        id(body, "role", "role"),
        idOrNull(body, "organization", "org"),
        text(body, "name"),
        builtIn == null ? null : Level.valueOf(builtIn),
        body.path("forProviders").asBoolean(false),
        list(body, "actions", action -> new ActionPattern(asText("actions", action))));
  }

  private static PolicyFact.Binding binding(Stamp stamp, JsonNode body) {
    @Nullable String resource = textOrNull(body, "resource");
    @Nullable String expiresAt = textOrNull(body, "expiresAt");
    return new PolicyFact.Binding(
        stamp,
        id(body, "binding", "bind"),
        someone(text(body, "subject"), true),
        id(body, "role", "role"),
        id(body, "organization", "org"),
        idOrNull(body, "project", "proj"),
        resource == null ? null : TypeId.parse(resource),
        expiresAt == null ? null : Instant.parse(expiresAt),
        textOrNull(body, "condition"));
  }

  private static DeclaredAction action(JsonNode body) {
    return new DeclaredAction(
        text(body, "name"),
        body.path("description").asText(""),
        Level.valueOf(text(body, "grantedTo")));
  }

  private static TypeId someone(String text, boolean orGroup) {
    TypeId id = TypeId.parse(text);
    boolean canBeGiven =
        switch (id.prefix()) {
          case "user", "sa" -> true;
          case "grp" -> orGroup;
          default -> false;
        };
    if (!canBeGiven) {
      throw new IllegalArgumentException(text + " is nobody who can be meant here");
    }
    return id;
  }

  private static TypeId id(JsonNode body, String field, String prefix) {
    return TypeId.parse(text(body, field), prefix);
  }

  private static @Nullable TypeId idOrNull(JsonNode body, String field, String prefix) {
    @Nullable String text = textOrNull(body, field);
    return text == null ? null : TypeId.parse(text, prefix);
  }

  private static String text(JsonNode body, String field) {
    return asText(field, body.path(field));
  }

  private static @Nullable String textOrNull(JsonNode body, String field) {
    JsonNode value = body.path(field);
    return value.isMissingNode() || value.isNull() ? null : asText(field, value);
  }

  private static String asText(String field, JsonNode value) {
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'%s' is no text".formatted(field));
    }
    return value.textValue();
  }

  private static boolean truth(JsonNode body, String field) {
    JsonNode value = body.path(field);
    if (!value.isBoolean()) {
      throw new IllegalArgumentException("'%s' is neither true nor false".formatted(field));
    }
    return value.booleanValue();
  }

  private static long number(JsonNode body, String field, boolean optional) {
    JsonNode value = body.path(field);
    if (optional && value.isMissingNode()) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("'%s' is no whole number".formatted(field));
    }
    return value.longValue();
  }

  private static <T> List<T> list(JsonNode body, String field, Function<JsonNode, T> read) {
    JsonNode values = body.path(field);
    if (!values.isArray()) {
      throw new IllegalArgumentException("'%s' is no list".formatted(field));
    }
    List<T> list = new ArrayList<>(values.size());
    values.forEach(value -> list.add(read.apply(value)));
    return list;
  }
}
