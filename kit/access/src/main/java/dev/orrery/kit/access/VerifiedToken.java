package dev.orrery.kit.access;

import java.util.Map;
import java.util.UUID;

/// What a token proves: who asks, and what that one was allowed when the token was issued.
///
/// @param subject the id of the user, or another name
/// @param version the user's version when the token was issued; 0 when the token names none
/// @param platform whether the token speaks for an operator of the platform
public record VerifiedToken(String subject, Map<UUID, Role> roles, long version, boolean platform) {

  public VerifiedToken {
    roles = Map.copyOf(roles);
  }
}
