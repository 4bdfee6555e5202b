package dev.orrery.kit.access.revocation;

import dev.orrery.kit.events.OutgoingMessage;
import java.time.Instant;
import java.util.List;

/// Some of what is revoked before its end, whole, as of one version: the body of
/// `policy.revocation.<shelf>`.
///
/// Everything lies on the shelf of its id's last character. Once a token has expired anyway it is
/// left out, so shelves stay small and nothing has to be cleared away.
///
/// @param version counts the changes of the shelf
public record RevokedShelf(String shelf, long version, List<Revoked> revoked) {
  public static final String SUBJECT = "policy.revocation.";

  /// @param id of a token (`tok`), of a sign-in (`login`) or of a personal access token (`pat`)
  /// @param until when nothing that it revokes is good any more
  public record Revoked(String id, Instant until) {}

  public RevokedShelf {
    revoked = List.copyOf(revoked);
  }

  /// Where an id lies.
  ///
  /// @param id not empty
  public static String shelfOf(String id) {
    return id.substring(id.length() - 1);
  }

  /// The message that tells it to every service.
  public OutgoingMessage message() {
    return OutgoingMessage.of(SUBJECT + shelf, "revocation:%s@%d".formatted(shelf, version), this);
  }
}
