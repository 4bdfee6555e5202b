package dev.orrery.kit.access;

/// Says for whom a token speaks. Services answer from the token and the policy they follow; the one
/// that records the roles itself brings a bean of its own, which takes its place.
public interface Identification {

  /// May block.
  ///
  /// @throws InvalidTokenException when the token proves nothing
  /// @throws PolicyUnknownException when it is too early to say what the viewer may do
  Viewer verify(String token);
}
