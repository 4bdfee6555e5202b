package dev.orrery.kit.access;

import org.jspecify.annotations.Nullable;

/// What a token proves: who asks, and for what at most.
///
/// @param id its own id (`jti`), by which it may be revoked
/// @param session what it was got with (`sid`), a sign-in or a personal access token, by which it
///   may be revoked too; null when with a credential alone
/// @param subject the id of the user or service account, or another name
/// @param platform whether the token speaks for an operator of the platform
/// @param scope the most it may be used for; null when for everything that its subject may do
/// @param policyRevision the revision of the policy that it takes for granted; 0 when none
public record VerifiedToken(
    String id,
    @Nullable String session,
    String subject,
    boolean platform,
    @Nullable Scope scope,
    long policyRevision) {

  /// Whether the policy has no say: no token is both of an operator and made for some actions only.
  public boolean operates() {
    return platform && scope == null;
  }
}
