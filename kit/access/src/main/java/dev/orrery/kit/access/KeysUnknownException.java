package dev.orrery.kit.access;

/// The keys that tokens are signed with could not be read once since the start. Nobody knows who
/// asks, which says nothing against the token; the same request may be repeated.
public final class KeysUnknownException extends RuntimeException {
  KeysUnknownException() {
    super("the keys that tokens are signed with cannot be read yet; try again in a moment");
  }
}
