package dev.orrery.permissions.oauth;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of a request's body. They hold secrets, so it says nothing about itself.
public final class Form {
  private final Map<String, String> fields;

  private Form(Map<String, String> fields) {
    this.fields = Map.copyOf(fields);
  }

  /// @throws OAuthRefused when a field is given twice (RFC 6749, section 3.2)
  static Form read(MultiMap attributes) {
    Map<String, String> fields = new HashMap<>();
    for (String name : attributes.names()) {
      if (attributes.getAll(name).size() > 1) {
        throw new OAuthRefused(Refusal.invalidRequest(name + " is given more than once"));
      }
      fields.put(name, attributes.get(name));
    }
    return new Form(fields);
  }

  public static Form of(Map<String, String> fields) {
    return new Form(fields);
  }

  /// A field that is there and not empty (RFC 6749, section 3.1: an empty one counts as absent).
  public Optional<String> get(String name) {
    return Optional.ofNullable(orNull(name));
  }

  /// @throws OAuthRefused when it is not there
  public String required(String name) {
    return get(name)
        .orElseThrow(() -> new OAuthRefused(Refusal.invalidRequest(name + " is missing")));
  }

  public @Nullable String orNull(String name) {
    @Nullable String value = fields.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  @Override
  public String toString() {
    return "a form of " + fields.size() + " fields";
  }
}
