package dev.orrery.kit.access.policy.fact;

import java.util.regex.Pattern;

/// The actions that a role names at once: `instance.start`, `instance.*`, `*.read`, `*.*`.
public record ActionPattern(String text) {
  private static final Pattern FORM =
      Pattern.compile("(\\*|[a-z][a-z0-9-]*)\\.(\\*|[a-z][a-zA-Z0-9-]*)");

  /// @throws IllegalArgumentException when the text is of another form
  public ActionPattern {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' names no actions: write <type>.<verb>, with * in place of either".formatted(text));
    }
  }

  public boolean matches(String action) {
    int dot = action.indexOf('.');
    int ownDot = text.indexOf('.');
    return dot > 0
        && half(text.substring(0, ownDot), action.substring(0, dot))
        && half(text.substring(ownDot + 1), action.substring(dot + 1));
  }

  private static boolean half(String pattern, String name) {
    return pattern.equals("*") || pattern.equals(name);
  }
}
