package dev.orrery.permissions.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.access.Role;
import org.jspecify.annotations.Nullable;

/// Something that can be done with resources of a type: `instance.start`.
///
/// @param grantedTo the least built-in role that it is granted to; none when it is for operators of
///   the platform alone
public record RegisteredAction(
    String name, String description, String service, @Nullable Role grantedTo) {

  static RegisteredAction of(String service, JsonNode action) {
    String grantedTo = action.path("grantedTo").asText();
    return new RegisteredAction(
        action.path("name").asText(),
        action.path("description").asText(),
        service,
        grantedTo.equals("PLATFORM") ? null : Role.valueOf(grantedTo));
  }
}
