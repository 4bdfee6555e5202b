package dev.orrery.kit.access;

/// What a viewer may do in an organization; each role includes those before it.
public enum Role {
  /// Reads everything in the organization.
  VIEWER,
  /// Reads and changes everything in the organization.
  EDITOR,
  /// Also changes the organization itself and its people.
  OWNER;

  public boolean includes(Role needed) {
    return compareTo(needed) >= 0;
  }
}
