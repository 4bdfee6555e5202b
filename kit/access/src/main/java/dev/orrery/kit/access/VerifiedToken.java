package dev.orrery.kit.access;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a token proves: who asks, and what that one was allowed when the token was issued.
///
/// @param id its own id (`jti`), by which it may be revoked
/// @param session what it was got with (`sid`), a sign-in or a personal access token, by which it
///   may be revoked too; null when with a credential alone
/// @param subject the id of the user or service account, or another name
/// @param version the user's version when the token was issued; 0 when the token names none
/// @param platform whether the token speaks for an operator of the platform
/// @param scope the most it may be used for; null when for everything that its subject may do
/// @param policyRevision the revision of the policy that it takes for granted; 0 when none
public record VerifiedToken(
    String id,
    @Nullable String session,
    String subject,
    Map<UUID, Role> roles,
    long version,
    boolean platform,
    @Nullable Scope scope,
    long policyRevision) {

  public VerifiedToken {
    roles = Map.copyOf(roles);
  }
}
