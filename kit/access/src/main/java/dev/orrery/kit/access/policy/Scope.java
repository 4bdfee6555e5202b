package dev.orrery.kit.access.policy;

/// What a binding is on, as one integer: the number of a resource, project or organization, and
/// which of the three it is.
final class Scope {
  static final int NONE = -1;

  private static final int ORGANIZATION = 0;
  private static final int PROJECT = 1;
  private static final int RESOURCE = 2;

  private Scope() {}

  static int ofOrganization(int number) {
    return of(number, ORGANIZATION);
  }

  static int ofProject(int number) {
    return of(number, PROJECT);
  }

  static int ofResource(int number) {
    return of(number, RESOURCE);
  }

  static boolean isOrganization(int scope) {
    return (scope & 3) == ORGANIZATION;
  }

  static boolean isProject(int scope) {
    return (scope & 3) == PROJECT;
  }

  static int number(int scope) {
    return scope >> 2;
  }

  private static int of(int number, int kind) {
    return number < 0 ? NONE : number << 2 | kind;
  }
}
