package dev.orrery.kit.access;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/// Where the public keys are that tokens are signed with.
@FunctionalInterface
public interface KeySource {

  /// The key with that id. May block while keys are read.
  ///
  /// @param id what a token claims; an attacker may have written it
  /// @return null when there is no such key
  /// @throws KeysUnknownException when it cannot be said, as none could be read yet
  @Nullable PublicKey find(String id);
}
