package dev.orrery.kit.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Writes and reads change events as [CloudEvents 1.0](https://github.com/cloudevents/spec) in
/// structured JSON. `traceparent` is the extension attribute of the Distributed Tracing extension,
/// `policyrevision` one of our own ([PolicyRevision]).
final class Envelope {
  /// The version of every event type this kit writes and understands.
  private static final String VERSION = "v1";

  private static final Pattern TYPE =
      Pattern.compile("dev\\.orrery\\.([a-z0-9-]+)\\.([a-z0-9-]+)\\.(v[0-9]+)");

  /// They differ in every update, so naming them would say nothing.
  private static final Set<String> BOOKKEEPING = Set.of("version", "updatedAt");

  private Envelope() {}

  static String type(String type, String verb) {
    return "dev.orrery.%s.%s.%s".formatted(type, verb, VERSION);
  }

  static ObjectNode write(
      Change change,
      TypeId event,
      String source,
      Instant time,
      Traceparent trace,
      long policyRevision) {
    JsonNode before = snapshot(change.before());
    JsonNode after = snapshot(change.after());
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("version", change.version());
    data.set("before", before);
    data.set("after", after);
    ArrayNode changed = data.putArray("changed");
    changedFields(before, after).forEach(changed::add);
    data.put("actor", change.actor());
    data.put("organization", text(change.organization()));
    data.put("project", text(change.project()));
    ArrayNode related = data.putArray("related");
    change.related().forEach(id -> related.add(id.toString()));

    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("specversion", "1.0");
    envelope.put("id", event.toString());
    envelope.put("source", source);
    envelope.put("type", type(change.type(), change.verb()));
    envelope.put("subject", change.resource().toString());
    envelope.put("time", time.toString());
    envelope.put("datacontenttype", "application/json");
    envelope.put("traceparent", trace.toString());
    if (policyRevision > 0) {
      envelope.put(PolicyRevision.ATTRIBUTE, Long.toString(policyRevision));
    }
    envelope.set("data", data);
    return envelope;
  }

  /// The event, or nothing when it is of a type or version this kit does not know.
  ///
  /// @throws UnreadableMessage when it is no CloudEvent of ours
  static Optional<ChangeEvent<JsonNode>> read(JsonNode envelope) {
    Matcher type = TYPE.matcher(required(envelope, "type").asText());
    if (!type.matches() || !type.group(3).equals(VERSION)) {
      return Optional.empty();
    }
    JsonNode data = required(envelope, "data");
    try {
      return Optional.of(
          new ChangeEvent<>(
              required(envelope, "id").asText(),
              required(envelope, "source").asText(),
              type.group(1),
              type.group(2),
              Instant.parse(required(envelope, "time").asText()),
              TypeId.parse(required(envelope, "subject").asText()),
              required(data, "version").asLong(),
              orNull(data.get("before")),
              orNull(data.get("after")),
              texts(data.path("changed")),
              required(data, "actor").asText(),
              id(data.get("organization")),
              id(data.get("project")),
              texts(data.path("related")).stream().map(TypeId::parse).toList(),
              Traceparent.parse(envelope.path("traceparent").asText())
                  .orElseGet(Traceparent::start),
              PolicyRevision.parse(envelope.path(PolicyRevision.ATTRIBUTE).asText())));
    } catch (MalformedIdException | DateTimeException malformed) {
      throw new UnreadableMessage(String.valueOf(malformed.getMessage()));
    }
  }

  /// The same event with the snapshots as the handler wants to see them.
  ///
  /// @throws UnreadableMessage when a snapshot does not fit the view
  static <S> ChangeEvent<S> as(ChangeEvent<JsonNode> event, Class<S> view) {
    @Nullable JsonNode before = event.before();
    @Nullable JsonNode after = event.after();
    return new ChangeEvent<>(
        event.id(),
        event.source(),
        event.type(),
        event.verb(),
        event.time(),
        event.resource(),
        event.version(),
        before == null ? null : EventJson.as(before, view),
        after == null ? null : EventJson.as(after, view),
        event.changed(),
        event.actor(),
        event.organization(),
        event.project(),
        event.related(),
        event.trace(),
        event.policyRevision());
  }

  private static Set<String> changedFields(JsonNode before, JsonNode after) {
    Set<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    names.removeAll(BOOKKEEPING);
    names.removeIf(name -> before.path(name).equals(after.path(name)));
    return names;
  }

  private static JsonNode snapshot(@Nullable Object snapshot) {
    if (snapshot == null) {
      return JsonNodeFactory.instance.nullNode();
    }
    JsonNode tree = EventJson.tree(snapshot);
    if (!tree.isObject()) {
      throw new IllegalArgumentException(
          "a snapshot is a JSON object, %s is not".formatted(snapshot.getClass().getSimpleName()));
    }
    return tree;
  }

  private static JsonNode required(JsonNode node, String field) {
    @Nullable JsonNode value = node.get(field);
    if (value == null || value.isNull()) {
      throw new UnreadableMessage("it has no '%s'".formatted(field));
    }
    return value;
  }

  private static Set<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return new LinkedHashSet<>(texts);
  }

  private static @Nullable TypeId id(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : TypeId.parse(node.asText());
  }

  private static @Nullable JsonNode orNull(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node;
  }

  private static @Nullable String text(@Nullable TypeId id) {
    return id == null ? null : id.toString();
  }
}
