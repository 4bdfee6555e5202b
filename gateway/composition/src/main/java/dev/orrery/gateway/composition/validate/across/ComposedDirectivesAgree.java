package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.merge.ComposedDirectives;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// A composed directive has one name, one spec and one major version over all subgraphs.
final class ComposedDirectivesAgree implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var majors = new LinkedHashMap<String, Set<Integer>>();
    var namesByDirective = new LinkedHashMap<String, Set<String>>();
    var specsByName = new LinkedHashMap<String, Set<String>>();
    for (var subgraph : subgraphs.all()) {
      for (var requested : ComposedDirectives.requested(subgraph)) {
        var local = requested.replaceFirst("^@", "");
        ComposedDirectives.linkOf(subgraph, local)
            .ifPresent(link -> {
              var original = ComposedDirectives.originalName(link, local).orElse(local);
              add(namesByDirective, link.identity() + "#" + original, local);
              add(specsByName, local, link.identity());
              for (var other : subgraphs.all()) {
                other.links().stream()
                    .filter(it -> it.identity().equals(link.identity()))
                    .forEach(it -> {
                      majors
                          .computeIfAbsent(it.identity(), _ -> new LinkedHashSet<>())
                          .add(it.major());
                      var imported = it.imports().get("@" + original);
                      if (imported != null) {
                        add(
                            namesByDirective,
                            link.identity() + "#" + original,
                            imported.substring(1));
                      }
                    });
              }
            });
      }
    }
    majors.forEach((identity, versions) -> {
      if (versions.size() > 1) {
        fail(
            subgraphs,
            identity,
            "Core feature \"%s\" requested to be merged has major version mismatch across subgraphs"
                .formatted(identity),
            findings);
      }
    });
    namesByDirective.forEach((directive, names) -> {
      if (names.size() > 1) {
        var original = "@" + directive.substring(directive.indexOf('#') + 1);
        fail(
            subgraphs,
            original,
            "Composed directive \"%s\" has incompatible name across subgraphs: %s. Composed directive must have the same name across all subgraphs."
                .formatted(
                    original, Words.and(names.stream().map(it -> "\"@" + it + "\"").toList())),
            findings);
      }
    });
    specsByName.forEach((name, specs) -> {
      if (specs.size() > 1) {
        fail(
            subgraphs,
            "@" + name,
            "Composed directive \"@%s\" is not linked by the same core feature in every subgraph"
                .formatted(name),
            findings);
      }
    });
  }

  private static void add(Map<String, Set<String>> map, String key, String value) {
    map.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(value);
  }

  private static void fail(
      Subgraphs subgraphs, String coordinate, String message, Findings findings) {
    findings.error(
        ErrorCode.DIRECTIVE_COMPOSITION_ERROR,
        message,
        coordinate,
        subgraphs.all().stream().map(SubgraphSchema::place).toList());
  }
}
