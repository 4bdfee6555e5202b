package dev.orrery.exams.access;

import java.util.Set;

/// Whom something is granted to.
enum Rule {
  /// All members of the organization, and operators.
  READ,
  /// Editors, owners and operators.
  EDIT,
  /// Owners and operators.
  OWN,
  /// Operators.
  OPERATE,
  /// Whoever brings a secret: nobody for being somebody, operators included.
  SECRET,
  /// Operators; others hear nothing of what is there.
  CONCEALED,
  /// The viewer alone, whose own it is, and operators.
  VIEWERS_OWN,
  /// Everybody who is somebody, about themselves.
  ANYBODY;

  /// What may come of it when that person asks for one thing of the organization's.
  Set<Outcome> allows(Person person, String target) {
    return person == Person.PROVIDER && Acme.isShownToProviders(target)
        ? ofObserver()
        : allows(person);
  }

  /// Whoever is shown something, and may do nothing to it.
  private Set<Outcome> ofObserver() {
    return switch (this) {
      case READ, ANYBODY -> Set.of(Outcome.GRANTED);
      case EDIT, OWN, OPERATE -> Set.of(Outcome.FORBIDDEN);
      case SECRET, CONCEALED, VIEWERS_OWN -> Set.of(Outcome.ABSENT);
    };
  }

  private Set<Outcome> allows(Person person) {
    return switch (person) {
      case NOBODY, FORGER, EXPIRED -> Set.of(Outcome.UNAUTHENTICATED);
      case Person _ when this == SECRET -> Set.of(Outcome.ABSENT);
      case STRANGER ->
          switch (this) {
            case READ, EDIT, OWN, SECRET, CONCEALED, VIEWERS_OWN -> Set.of(Outcome.ABSENT);
            // What only operators may do, others hear nothing about.
            case OPERATE -> Set.of(Outcome.ABSENT, Outcome.FORBIDDEN);
            case ANYBODY -> Set.of(Outcome.GRANTED);
          };
      case NEIGHBOUR -> allows(Person.STRANGER);
      // Is no user: about oneself there may be nothing to see.
      case PROVIDER ->
          this == ANYBODY
              ? Set.of(Outcome.GRANTED, Outcome.ABSENT, Outcome.FORBIDDEN)
              : allows(Person.STRANGER);
      // Belongs nowhere any more, but still is somebody.
      case FORMER ->
          this == ANYBODY ? Set.of(Outcome.GRANTED, Outcome.ABSENT) : allows(Person.STRANGER);
      // Is nobody of the house: about oneself there is nothing to see.
      case OPERATOR ->
          this == ANYBODY ? Set.of(Outcome.GRANTED, Outcome.ABSENT) : Set.of(Outcome.GRANTED);
      case OWNER, EDITOR, VIEWER -> ofMember(person);
    };
  }

  private Set<Outcome> ofMember(Person person) {
    return switch (this) {
      case READ, ANYBODY -> granted(true);
      case EDIT -> granted(person != Person.VIEWER);
      case OWN -> granted(person == Person.OWNER);
      case OPERATE -> granted(false);
      case CONCEALED, SECRET -> Set.of(Outcome.ABSENT);
      case VIEWERS_OWN -> Set.of(person == Person.VIEWER ? Outcome.GRANTED : Outcome.ABSENT);
    };
  }

  private static Set<Outcome> granted(boolean granted) {
    return Set.of(granted ? Outcome.GRANTED : Outcome.FORBIDDEN);
  }
}
