package dev.orrery.permissions.role;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a role allows: one action (`instance.read`), all actions of a type (`site.*`), or one verb
/// of all types (`*.read`).
record ActionPattern(String type, String verb) {
  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9]*)\\.([a-z][a-zA-Z0-9]*|\\*)|(\\*)\\.([a-z][a-zA-Z0-9]*)");

  /// @return nothing when the text is of another form
  static Optional<ActionPattern> read(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        parts.group(1) != null
            ? new ActionPattern(parts.group(1), parts.group(2))
            : new ActionPattern("*", parts.group(4)));
  }

  boolean isOne() {
    return !type.equals("*") && !verb.equals("*");
  }

  /// Whether it allows whatever the other one does, now and with all actions to come.
  boolean covers(ActionPattern other) {
    return (type.equals("*") || type.equals(other.type))
        && (verb.equals("*") || verb.equals(other.verb));
  }

  @Override
  public String toString() {
    return type + "." + verb;
  }
}
