package dev.orrery.laws.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.laws.contracts.Change.Effect;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/// Says what the differences between two versions of a JSON Schema (2020-12) mean. Knows the
/// keywords that the contracts use; a difference in any other one counts as breaking, since nobody
/// knows.
///
/// Followers ignore fields they do not know and types of events they do not know, so a new field
/// and a new type are additions.
final class SchemaChanges {
  private static final Set<String> WORDS =
      Set.of(
          "$schema",
          "$id",
          "$comment",
          "title",
          "description",
          "examples",
          "default",
          "deprecated");
  private static final Set<String> AT_LEAST =
      Set.of("minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum");
  private static final Set<String> AT_MOST =
      Set.of("maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum");
  private static final Set<String> ALL_OR_NOTHING =
      Set.of("pattern", "format", "multipleOf", "if", "then", "else", "not", "uniqueItems");
  private static final Pattern EVENT_TYPE =
      Pattern.compile("dev\\.orrery\\.[a-z-]+\\.[a-z-]+\\.v\\d+");

  private final Direction direction;
  private final BinaryOperator<JsonNode> references;
  private final List<Change> changes = new ArrayList<>();

  /// @param references finds what a `$ref` node of a document means: (document, node) to schema
  private SchemaChanges(Direction direction, BinaryOperator<JsonNode> references) {
    this.direction = direction;
    this.references = references;
  }

  static List<Change> between(
      JsonNode before, JsonNode after, Direction direction, BinaryOperator<JsonNode> references) {
    SchemaChanges comparison = new SchemaChanges(direction, references);
    comparison.compare("", before, after, before, after);
    return List.copyOf(comparison.changes);
  }

  static Effect worst(List<Change> changes) {
    return changes.stream().map(Change::effect).max(Enum::compareTo).orElse(Effect.COMPATIBLE);
  }

  private void compare(String path, JsonNode from, JsonNode to, JsonNode before, JsonNode after) {
    if (from.equals(to) && before.equals(after)) {
      return;
    }
    if (from.isBoolean() || to.isBoolean()) {
      compareBooleans(path, from, to);
      return;
    }
    if (from.has("$ref") || to.has("$ref")) {
      // The same reference is compared where it leads.
      if (!from.path("$ref").equals(to.path("$ref"))) {
        compare(path, references.apply(before, from), references.apply(after, to), before, after);
      }
      if (from.has("$ref") != to.has("$ref")) {
        return;
      }
    }
    Set<String> keywords = new TreeSet<>();
    from.fieldNames().forEachRemaining(keywords::add);
    to.fieldNames().forEachRemaining(keywords::add);
    for (String keyword : keywords) {
      compareKeyword(path + "/" + keyword, keyword, from, to, before, after);
    }
  }

  private void compareKeyword(
      String path, String keyword, JsonNode from, JsonNode to, JsonNode before, JsonNode after) {
    JsonNode old = from.path(keyword);
    JsonNode now = to.path(keyword);
    switch (keyword) {
      case "$ref" -> {}
      case "type" -> compareSets(path, types(old), types(now), SchemaChanges::isPartOf);
      case "enum", "const" -> {
        if (keyword.equals("enum") || !from.has("enum") && !to.has("enum")) {
          compareValues(path, values(from), values(to));
        }
      }
      case "properties" -> compareProperties(path, old, now, before, after);
      case "required" -> compareRequired(path, old, now);
      case "$defs" -> compareCommon(path, old, now, before, after);
      case "items", "additionalProperties", "unevaluatedProperties" ->
          compareSchemas(path, old, now, before, after);
      case "allOf" -> compareLists(path, old, now, before, after, true);
      case "oneOf", "anyOf" -> compareLists(path, old, now, before, after, false);
      default -> compareSimple(path, keyword, old, now);
    }
  }

  private void compareSimple(String path, String keyword, JsonNode old, JsonNode now) {
    if (old.equals(now)) {
      return;
    }
    if (WORDS.contains(keyword)) {
      add(Effect.COMPATIBLE, path, "reads differently");
    } else if (AT_LEAST.contains(keyword) || AT_MOST.contains(keyword)) {
      boolean tighter =
          old.isMissingNode()
              || !now.isMissingNode()
                  && (now.asDouble() > old.asDouble()) == AT_LEAST.contains(keyword);
      narrowerOrWider(tighter, path, "%s instead of %s".formatted(text(now), text(old)));
    } else if (ALL_OR_NOTHING.contains(keyword) && (old.isMissingNode() || now.isMissingNode())) {
      narrowerOrWider(
          old.isMissingNode(), path, "%s instead of %s".formatted(text(now), text(old)));
    } else {
      add(Effect.BREAKING, path, "%s instead of %s".formatted(text(now), text(old)));
    }
  }

  private void compareBooleans(String path, JsonNode from, JsonNode to) {
    boolean nothingNow = to.isBoolean() && !to.asBoolean();
    boolean everythingBefore = from.isBoolean() && from.asBoolean();
    if (!from.equals(to)) {
      narrowerOrWider(
          nothingNow || everythingBefore, path, "%s instead of %s".formatted(text(to), text(from)));
    }
  }

  private void compareSchemas(
      String path, JsonNode old, JsonNode now, JsonNode before, JsonNode after) {
    if (old.isMissingNode() || now.isMissingNode()) {
      JsonNode there = old.isMissingNode() ? now : old;
      if (!(there.isBoolean() && there.asBoolean())) {
        narrowerOrWider(
            old.isMissingNode(), path, "%s instead of %s".formatted(text(now), text(old)));
      }
    } else {
      compare(path, old, now, before, after);
    }
  }

  private void compareProperties(
      String path, JsonNode old, JsonNode now, JsonNode before, JsonNode after) {
    for (Map.Entry<String, JsonNode> property : old.properties()) {
      String name = property.getKey();
      if (!now.has(name)) {
        add(Effect.BREAKING, path + "/" + name, "is gone");
      } else {
        compare(path + "/" + name, property.getValue(), now.get(name), before, after);
      }
    }
    for (Map.Entry<String, JsonNode> property : now.properties()) {
      if (!old.has(property.getKey())) {
        add(Effect.ADDITIVE, path + "/" + property.getKey(), "is new");
      }
    }
  }

  private void compareRequired(String path, JsonNode old, JsonNode now) {
    Set<String> earlier = texts(old);
    Set<String> later = texts(now);
    for (String name : later) {
      if (!earlier.contains(name)) {
        Effect effect = direction == Direction.WE_WRITE ? Effect.ADDITIVE : Effect.BREAKING;
        add(effect, path, name + " is always there now");
      }
    }
    for (String name : earlier) {
      if (!later.contains(name)) {
        add(direction.wider(), path, name + " may be missing now");
      }
    }
  }

  /// What is gone matters only where something refers to it.
  private void compareCommon(
      String path, JsonNode old, JsonNode now, JsonNode before, JsonNode after) {
    for (Map.Entry<String, JsonNode> each : old.properties()) {
      if (now.has(each.getKey())) {
        compare(path + "/" + each.getKey(), each.getValue(), now.get(each.getKey()), before, after);
      }
    }
  }

  private void compareLists(
      String path, JsonNode old, JsonNode now, JsonNode before, JsonNode after, boolean all) {
    List<JsonNode> gone = list(old);
    List<JsonNode> come = list(now);
    for (Iterator<JsonNode> each = gone.iterator(); each.hasNext(); ) {
      if (come.remove(each.next())) {
        each.remove();
      }
    }
    int pairs = Math.min(gone.size(), come.size());
    for (int i = 0; i < pairs; i++) {
      compare(path + "/" + i, gone.get(i), come.get(i), before, after);
    }
    gone.stream()
        .skip(pairs)
        .forEach(schema -> narrowerOrWider(!all, path, "without " + text(schema)));
    come.stream().skip(pairs).forEach(schema -> narrowerOrWider(all, path, "with " + text(schema)));
  }

  private void compareValues(String path, Set<JsonNode> old, Set<JsonNode> now) {
    boolean eventTypes =
        !old.isEmpty()
            && old.stream().allMatch(value -> EVENT_TYPE.matcher(value.asText()).matches());
    if (eventTypes) {
      for (JsonNode value : now) {
        if (!old.contains(value)) {
          add(Effect.ADDITIVE, path, text(value) + " is new");
        }
      }
      for (JsonNode value : old) {
        if (!now.contains(value)) {
          add(Effect.BREAKING, path, text(value) + " is gone");
        }
      }
    } else if (!old.equals(now)) {
      compareSets(path, old, now, Set::contains);
    }
  }

  /// An empty set stands for "anything".
  private <T> void compareSets(
      String path, Set<T> old, Set<T> now, BiPredicate<Set<T>, T> contains) {
    String what =
        "%s instead of %s"
            .formatted(now.isEmpty() ? "anything" : now, old.isEmpty() ? "anything" : old);
    boolean more =
        now.isEmpty()
            ? !old.isEmpty()
            : !old.isEmpty() && !now.stream().allMatch(value -> contains.test(old, value));
    boolean fewer =
        old.isEmpty()
            ? !now.isEmpty()
            : !now.isEmpty() && !old.stream().allMatch(value -> contains.test(now, value));
    if (more) {
      add(direction.wider(), path, what);
    }
    if (fewer) {
      add(direction.narrower(), path, what);
    }
  }

  private static boolean isPartOf(Set<String> types, String type) {
    return types.contains(type) || type.equals("integer") && types.contains("number");
  }

  private static Set<String> types(JsonNode type) {
    return type.isTextual() ? Set.of(type.asText()) : texts(type);
  }

  private static Set<JsonNode> values(JsonNode schema) {
    if (schema.has("const")) {
      return Set.of(schema.get("const"));
    }
    return new LinkedHashSet<>(list(schema.path("enum")));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new LinkedHashSet<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  private void narrowerOrWider(boolean narrower, String path, String what) {
    add(narrower ? direction.narrower() : direction.wider(), path, what);
  }

  private void add(Effect effect, String path, String what) {
    changes.add(new Change(effect, path, what));
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() ? "nothing" : Objects.toString(node);
  }
}
