package dev.orrery.gateway.composition.validate.merged;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Orrery's own rule: `@prefix` says what the ids of a type begin with, so no two types may share
/// one.
final class PrefixesAreUnique implements MergedRule {
  private static final String SPECS = "https://orrery.dev/";

  @Override
  public void check(Merged merged, Findings findings) {
    var name = localName(merged);
    if (name.isEmpty()) {
      return;
    }
    var owners = new LinkedHashMap<String, List<String>>();
    merged
        .composites()
        .forEach(type ->
            type.directive(name.get())
                .flatMap(it -> it.string("value").stream())
                .forEach(prefix ->
                    owners.computeIfAbsent(prefix, _ -> new ArrayList<>()).add(type.name())));
    owners.forEach((prefix, types) -> {
      if (types.size() > 1) {
        findings.error(
            ErrorCode.ORRERY_PREFIX_NOT_UNIQUE,
            "The id prefix \"%s\" is claimed by several types: %s"
                .formatted(prefix, String.join(", ", types)),
            types.getLast(),
            types.stream().flatMap(it -> merged.typePlaces(it).stream()).toList());
      }
    });
    for (var prefix : conflicting(merged, name.get())) {
      findings.error(
          ErrorCode.ORRERY_PREFIX_NOT_UNIQUE,
          "Type \"%s\" has different id prefixes across subgraphs".formatted(prefix),
          prefix,
          merged.typePlaces(prefix),
          "Give the type the same @prefix in every subgraph.");
    }
  }

  /// The types whose subgraphs disagree.
  private static List<String> conflicting(Merged merged, String name) {
    return merged.subgraphs().types().entrySet().stream()
        .filter(e ->
            e.getValue().stream()
                    .flatMap(it -> it.element().directives().other().stream())
                    .filter(it -> it.name().equals(name))
                    .flatMap(it -> it.string("value").stream())
                    .distinct()
                    .count()
                > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<String> localName(Merged merged) {
    return merged.supergraph().links().stream()
        .filter(link -> link.url().startsWith(SPECS))
        .flatMap(link -> link.imports().stream())
        .filter(it -> it.name().equals("@prefix"))
        .map(it -> it.localName().substring(1))
        .findFirst();
  }
}
