package dev.orrery.kit.access.action;

/// Something that can be done.
///
/// @param name `<type>.<verb>`: `instance.start`; the type as in the subjects of events
/// @param description what one may do who has it, for people who put roles together
/// @param grantedTo who has it without being given it by name
public record DeclaredAction(String name, String description, Grant grantedTo) {

  /// The least of the built-in roles that has an action; each has what those before it have.
  public enum Grant {
    VIEWER,
    EDITOR,
    OWNER,
    /// Only operators of the platform, and no role.
    PLATFORM
  }
}
