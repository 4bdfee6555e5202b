package dev.orrery.kit.database;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Which rows a session with the database reaches, whatever its statements say. It is told to
/// PostgreSQL at the beginning of each session, and the policies of the tables compare each row
/// with it: a condition that a statement forgot shows nobody another organization's rows.
///
/// It is wider than what a viewer may see, which is for each statement to say.
///
/// @param organizations as the setting `orrery.reach` has it
/// @param subject as the setting `orrery.subject` has it: whose rows are reached that belong to
///   somebody and to no organization
public record SessionReach(String organizations, String subject) {
  private static final SessionReach NOTHING = new SessionReach("", "");
  private static final SessionReach SERVICE = new SessionReach("service", "");

  /// No row at all: for whoever is nobody.
  public static SessionReach nothing() {
    return NOTHING;
  }

  /// The rows of these organizations, and those that are the subject's own.
  public static SessionReach of(String subject, Set<UUID> organizations) {
    return new SessionReach(
        organizations.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")),
        subject);
  }

  /// The rows of every organization: for operators of the platform.
  public static SessionReach everywhere(String subject) {
    return new SessionReach("everywhere", subject);
  }

  /// Every row: for the service's own work.
  static SessionReach service() {
    return SERVICE;
  }
}
