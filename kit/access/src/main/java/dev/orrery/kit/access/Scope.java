package dev.orrery.kit.access;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/// What a token was made for, at most: patterns of actions such as `instance.read`, `site.*`,
/// `*.read` or `*`. It takes away from what its bearer may do, and adds nothing.
///
/// @param actions the patterns, in the order they were given
public record Scope(List<String> actions) {
  private static final Pattern ACTION = Pattern.compile("\\*|(\\*|[a-z]+)\\.(\\*|[a-zA-Z]+)");

  public Scope {
    actions = List.copyOf(actions);
  }

  /// As it stands in a token (RFC 8693, section 4.2): with spaces between.
  ///
  /// @throws IllegalArgumentException when one of them is no pattern of actions
  public static Scope parse(String text) {
    return of(Arrays.stream(text.trim().split(" +")).filter(part -> !part.isEmpty()).toList());
  }

  /// @throws IllegalArgumentException when one of them is no pattern of actions
  public static Scope of(Collection<String> actions) {
    for (String action : actions) {
      if (!ACTION.matcher(action).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no pattern of actions: instance.read, site.*, *.read or *".formatted(action));
      }
    }
    return new Scope(List.copyOf(actions));
  }

  public boolean allows(String action) {
    return actions.stream().anyMatch(pattern -> covers(pattern, action));
  }

  /// Whether nothing but reading is allowed.
  public boolean readsOnly() {
    return actions.stream().allMatch(pattern -> pattern.endsWith(".read"));
  }

  private static boolean covers(String pattern, String action) {
    if (pattern.equals("*") || pattern.equals(action)) {
      return true;
    }
    int dot = action.indexOf('.');
    return dot > 0
        && (pattern.equals(action.substring(0, dot) + ".*")
            || pattern.equals("*." + action.substring(dot + 1)));
  }

  @Override
  public String toString() {
    return String.join(" ", actions);
  }
}
