package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import graphql.language.ArrayValue;
import graphql.language.IntValue;
import graphql.language.StringValue;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Merges estimates of cost to the highest that any subgraph gives, so that a limit holds.
///
/// Specification: Spec `cost` v0.1.
final class MergeCost {
  private MergeCost() {}

  static AppliedDirective highestWeight(List<AppliedDirective> applied) {
    return applied.stream()
        .max(Comparator.comparing(it -> integer(it, "weight").orElse(BigInteger.ZERO)))
        .orElseThrow();
  }

  static AppliedDirective largestList(List<AppliedDirective> applied) {
    var arguments = new LinkedHashMap<String, Literal>();
    applied.stream()
        .flatMap(it -> integer(it, "assumedSize").stream())
        .max(Comparator.naturalOrder())
        .ifPresent(size -> arguments.put("assumedSize", Literal.parse(size.toString())));
    union(applied, "slicingArguments", arguments);
    union(applied, "sizedFields", arguments);
    if (applied.stream().anyMatch(it -> it.arguments().containsKey("requireOneSlicingArgument"))) {
      arguments.put(
          "requireOneSlicingArgument",
          Literal.parse(
              String.valueOf(
                  applied.stream().allMatch(it -> it.flag("requireOneSlicingArgument", true)))));
    }
    return new AppliedDirective("listSize", arguments);
  }

  private static void union(
      List<AppliedDirective> applied, String argument, Map<String, Literal> into) {
    var names = new LinkedHashSet<String>();
    applied.forEach(it -> names.addAll(strings(it, argument)));
    if (applied.stream().anyMatch(it -> it.arguments().containsKey(argument))) {
      into.put(
          argument,
          Literal.parse(
              names.stream()
                  .map(name -> Literal.string(name).text())
                  .collect(Collectors.joining(", ", "[", "]"))));
    }
  }

  private static List<String> strings(AppliedDirective applied, String argument) {
    var literal = applied.arguments().get(argument);
    if (literal == null || !(literal.toValue() instanceof ArrayValue array)) {
      return List.of();
    }
    return array.getValues().stream()
        .map(it -> it instanceof StringValue string ? string.getValue() : null)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private static Optional<BigInteger> integer(AppliedDirective applied, String argument) {
    var literal = applied.arguments().get(argument);
    return literal != null && literal.toValue() instanceof IntValue value
        ? Optional.of(value.getValue())
        : Optional.empty();
  }
}
