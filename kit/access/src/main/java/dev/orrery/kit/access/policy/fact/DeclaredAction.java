package dev.orrery.kit.access.policy.fact;

import java.util.regex.Pattern;

/// Something that can be done, as the service that does it declares it.
///
/// @param name `<type>.<verb>`: `instance.start`
/// @param grantedTo the least of the built-in roles that may do it
public record DeclaredAction(String name, String description, Level grantedTo) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*\\.[a-z][a-zA-Z0-9-]*");

  public DeclaredAction {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no action: write <type>.<verb>, such as instance.start".formatted(name));
    }
  }
}
