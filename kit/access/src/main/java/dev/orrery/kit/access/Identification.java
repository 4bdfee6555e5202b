package dev.orrery.kit.access;

/// Says for whom a token speaks, and what that one may do. Services answer from the policy that
/// they follow; the one that records it brings a bean of its own, which takes its place.
public interface Identification {
  /// The header of requests and answers that names a revision of the policy.
  String REVISION_HEADER = "Orrery-Policy-Revision";

  /// May block.
  ///
  /// @param revision the revision of the policy that the request takes for granted; 0 for any
  /// @throws InvalidTokenException when the token proves nothing
  /// @throws KeysUnknownException when it is too early to say whose token it is
  /// @throws PolicyUnknownException when it is too early to say what the viewer may do
  Viewer verify(String token, long revision);
}
