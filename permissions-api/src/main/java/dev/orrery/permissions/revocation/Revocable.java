package dev.orrery.permissions.revocation;

/// A kind of token that its bearer can revoke. A bean of this type is found by itself.
public interface Revocable {

  /// @return whether the token is of this kind; only then has it been revoked
  boolean revoke(String token);
}
