package dev.orrery.gateway.composition.sdl;

import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.StringValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A directive where it is used; `toString` is its SDL.
public record AppliedDirective(String name, Map<String, Literal> arguments) {
  public AppliedDirective {
    arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
  }

  public static AppliedDirective of(String name) {
    return new AppliedDirective(name, Map.of());
  }

  public static AppliedDirective of(Directive directive) {
    var arguments = new LinkedHashMap<String, Literal>();
    directive.getArguments().forEach(a -> arguments.put(a.getName(), Literal.of(a.getValue())));
    return new AppliedDirective(directive.getName(), arguments);
  }

  public AppliedDirective named(String other) {
    return new AppliedDirective(other, arguments);
  }

  /// The argument's text when it is given and is a string.
  public Optional<String> string(String argument) {
    return Optional.ofNullable(arguments.get(argument))
        .map(Literal::toValue)
        .map(value -> value instanceof StringValue string ? string.getValue() : null);
  }

  /// The argument's value when it is given and is a boolean, else `fallback`.
  public boolean flag(String argument, boolean fallback) {
    var literal = arguments.get(argument);
    return literal != null && literal.toValue() instanceof BooleanValue value
        ? value.isValue()
        : fallback;
  }

  @Override
  public String toString() {
    if (arguments.isEmpty()) {
      return "@" + name;
    }
    return arguments.entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .collect(Collectors.joining(", ", "@" + name + "(", ")"));
  }
}
