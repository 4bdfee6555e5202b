package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.page.LabelSelector;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The fields that the inputs of all resources share: organization, project, name, labels,
/// annotations, idempotency key.
final class CommonInput {
  private static final int LONGEST_NAME = 200;
  private static final int MOST_LABELS = 64;
  private static final int LONGEST_ANNOTATIONS = 64 * 1024;
  private static final int LONGEST_KEY = 200;

  private final Map<String, @Nullable Object> input;

  CommonInput(Map<String, @Nullable Object> input) {
    this.input = input;
  }

  Map<String, @Nullable Object> values() {
    return input;
  }

  private UUID organization() {
    return TypeId.parse(String.valueOf(input.get("organization")), "org").uuid();
  }

  @Nullable String idempotencyKey() {
    @Nullable Object key = input.get("idempotencyKey");
    if (key != null && (key.toString().isBlank() || key.toString().length() > LONGEST_KEY)) {
      throw refused("idempotencyKey", "a key has 1 to %d characters".formatted(LONGEST_KEY));
    }
    return key == null ? null : key.toString();
  }

  /// Makes the header of a new resource in the organization that the input names.
  ResourceHeader header(ResourceStatus status) {
    return header(organization(), status);
  }

  /// Makes the header of a new resource.
  ///
  /// Where the SDL lets the name be left out, it is empty, and whoever makes the row gives one.
  ResourceHeader header(UUID organization, ResourceStatus status) {
    ResourceHeader header = new ResourceHeader(organization, project(), "", status);
    change(header);
    return header;
  }

  /// Takes over what the input gives and leaves the rest.
  void change(ResourceHeader header) {
    if (input.get("name") != null) {
      header.name(name());
    }
    if (input.containsKey("project")) {
      header.project(project());
    }
    if (input.get("labels") != null) {
      header.labels(labels().getMap());
    }
    if (input.get("annotations") != null) {
      header.annotations(annotations().getMap());
    }
  }

  private @Nullable UUID project() {
    @Nullable Object project = input.get("project");
    return project == null ? null : TypeId.parse(project.toString(), "proj").uuid();
  }

  private String name() {
    String name = String.valueOf(Objects.requireNonNull(input.get("name")));
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw refused("name", "a name has 1 to %d characters".formatted(LONGEST_NAME));
    }
    if (!name.equals(name.strip())) {
      throw refused("name", "a name neither begins nor ends with a space");
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      throw refused("name", "a name has no control characters");
    }
    return name;
  }

  private JsonObject labels() {
    JsonObject labels = new JsonObject();
    Map<?, ?> given = (Map<?, ?>) Objects.requireNonNull(input.get("labels"));
    if (given.size() > MOST_LABELS) {
      throw refused(
          "labels", "%d labels, at most %d are allowed".formatted(given.size(), MOST_LABELS));
    }
    given.forEach((key, value) -> {
      if (!LabelSelector.isKey(String.valueOf(key))) {
        throw refused(
            "labels",
            "'%s' is not a label's key; write, for example, tier or example.com/tier"
                .formatted(key));
      }
      if (!LabelSelector.isValue(String.valueOf(value))) {
        throw refused(
            "labels." + key,
            "'%s' is not a label's value: at most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends"
                .formatted(value));
      }
      labels.put(String.valueOf(key), value);
    });
    return labels;
  }

  private JsonObject annotations() {
    if (!(input.get("annotations") instanceof Map<?, ?> given)) {
      throw refused(
          "annotations", "annotations are a JSON object with one member for each namespace");
    }
    JsonObject annotations = new JsonObject();
    given.forEach((namespace, value) -> annotations.put(String.valueOf(namespace), value));
    if (annotations.encode().length() > LONGEST_ANNOTATIONS) {
      throw refused(
          "annotations", "more than %d characters of JSON".formatted(LONGEST_ANNOTATIONS));
    }
    return annotations;
  }

  private static RefusedException refused(String field, String problem) {
    return new RefusedException(new InvalidArgument("input." + field, problem));
  }
}
