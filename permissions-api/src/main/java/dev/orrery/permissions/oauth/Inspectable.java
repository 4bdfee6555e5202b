package dev.orrery.permissions.oauth;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/// A kind of token that can be asked about. A bean of this type is found by itself.
public interface Inspectable {

  /// What RFC 7662, section 2.2, says of a token that is good now; nothing for any other.
  Optional<JsonObject> inspect(String token);
}
