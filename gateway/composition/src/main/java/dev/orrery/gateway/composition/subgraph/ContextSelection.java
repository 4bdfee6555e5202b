package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.InvalidFieldSet;
import java.util.Optional;
import java.util.regex.Pattern;

/// The argument of `@fromContext`: `$context { selection }`.
public record ContextSelection(String context, FieldSet fields) {
  private static final Pattern FORM =
      Pattern.compile("\\s*\\$([_A-Za-z][_0-9A-Za-z]*)\\s*(.*)", Pattern.DOTALL);

  /// Nothing when the text has another form.
  public static Optional<ContextSelection> parse(String text) {
    var matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ContextSelection(matcher.group(1), FieldSet.parse(matcher.group(2))));
    } catch (InvalidFieldSet e) {
      return Optional.empty();
    }
  }

  public boolean isSetBy(SubgraphType type) {
    return type.directives()
        .all(FederationDirective.CONTEXT)
        .anyMatch(it -> it.string("name").filter(context::equals).isPresent());
  }
}
