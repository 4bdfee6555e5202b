package dev.orrery.kit.access;

/// Says for whom a token speaks. Services use [TokenVerifier]; the one that records the roles
/// itself brings a bean of its own, which takes its place.
public interface Identification {

  /// May block.
  ///
  /// @throws InvalidTokenException when the token proves nothing
  Viewer verify(String token);
}
