package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.ComposedDirectives;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import dev.orrery.gateway.composition.subgraph.LinkedSpec;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// A composed directive has one name, one spec and one major version over all subgraphs that
/// compose it, and a name that no directive of federation has in the supergraph.
///
/// Subgraphs that link the spec without composing it only get a hint.
final class ComposedDirectivesAgree implements AcrossRule {
  /// @param local its name in the subgraph, without `@`
  /// @param original its name in its spec, without `@`
  private record Composed(
      SubgraphSchema subgraph, String local, String original, LinkedSpec link) {}

  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var composed = new ArrayList<Composed>();
    for (var subgraph : subgraphs.all()) {
      for (var requested : ComposedDirectives.requested(subgraph)) {
        var local = requested.replaceFirst("^@", "");
        ComposedDirectives.linkOf(subgraph, local)
            .filter(link -> subgraph.meaning(local).isEmpty())
            .ifPresent(link ->
                composed.add(
                    new Composed(
                        subgraph,
                        local,
                        ComposedDirectives.originalName(link, local).orElse(local),
                        link)));
      }
    }
    sameMajor(subgraphs, composed, findings);
    group(composed, it -> it.link().identity() + "#" + it.original())
        .values()
        .forEach(same -> sameName(subgraphs, same, findings));
    group(composed, Composed::local).forEach((name, same) -> sameSpec(name, same, findings));
    composed.forEach(it -> nameIsFree(subgraphs, it, findings));
  }

  private static void sameMajor(Subgraphs subgraphs, List<Composed> composed, Findings findings) {
    var links = subgraphs.all().stream().flatMap(it -> it.links().stream()).toList();
    group(links, LinkedSpec::identity)
        .forEach((identity, same) -> {
          var places = same.stream().map(LinkedSpec::place).toList();
          var majors = same.stream().map(LinkedSpec::major).distinct().count();
          var composedMajors =
              composed.stream()
                  .map(Composed::link)
                  .filter(it -> it.identity().equals(identity))
                  .map(LinkedSpec::major)
                  .distinct()
                  .count();
          if (composedMajors > 1) {
            findings.error(
                ErrorCode.DIRECTIVE_COMPOSITION_ERROR,
                "Core feature \"%s\" requested to be merged has major version mismatch across subgraphs"
                    .formatted(identity),
                identity,
                places);
          } else if (majors > 1) {
            findings.hint(
                HintCode.DIRECTIVE_COMPOSITION_INFO,
                "Non-composed core feature \"%s\" has major version mismatch across subgraphs"
                    .formatted(identity),
                identity,
                places);
          }
        });
  }

  private static void sameName(Subgraphs subgraphs, List<Composed> same, Findings findings) {
    var first = same.getFirst();
    var names = same.stream().map(it -> "\"@" + it.local() + "\"").distinct().toList();
    if (names.size() > 1) {
      findings.error(
          ErrorCode.DIRECTIVE_COMPOSITION_ERROR,
          "Composed directive \"@%s\" has incompatible name across subgraphs: %s. Composed directive must have the same name across all subgraphs."
              .formatted(first.original(), Words.and(names)),
          "@" + first.original(),
          same.stream().map(it -> it.link().place()).toList());
      return;
    }
    var composing = same.stream().map(Composed::subgraph).toList();
    var otherwise = new ArrayList<Place>();
    for (var subgraph : subgraphs.all()) {
      if (!composing.contains(subgraph)) {
        subgraph.links().stream()
            .filter(it -> it.identity().equals(first.link().identity()))
            .filter(it -> !it.localName(first.original()).equals(first.local()))
            .forEach(it -> otherwise.add(it.place()));
      }
    }
    if (!otherwise.isEmpty()) {
      findings.hint(
          HintCode.DIRECTIVE_COMPOSITION_WARN,
          "Composed directive \"@%s\" is named differently in a subgraph that doesn't export it. Consistent naming will be required to export it."
              .formatted(first.original()),
          "@" + first.original(),
          otherwise);
    }
  }

  private static void sameSpec(String name, List<Composed> same, Findings findings) {
    if (same.stream().map(it -> it.link().identity() + "#" + it.original()).distinct().count()
        > 1) {
      findings.error(
          ErrorCode.DIRECTIVE_COMPOSITION_ERROR,
          "Composed directive \"@%s\" does not refer to the same directive of the same core feature in every subgraph"
              .formatted(name),
          "@" + name,
          same.stream().map(it -> it.link().place()).toList());
    }
  }

  /// In the supergraph the directives of federation have their standard names.
  private static void nameIsFree(Subgraphs subgraphs, Composed composed, Findings findings) {
    var directive =
        FederationDirective.named(composed.local()).filter(FederationDirective::isMerged);
    if (directive.isEmpty()) {
      return;
    }
    var using = subgraphs.all().stream().filter(it -> it.applies(directive.get())).toList();
    if (!using.isEmpty()) {
      findings.error(
          ErrorCode.DIRECTIVE_COMPOSITION_ERROR,
          "Directive \"@%s\" in subgraph \"%s\" cannot be composed because it conflicts with automatically composed federation directive \"@%s\". Conflict exists in %s"
              .formatted(
                  composed.local(),
                  composed.subgraph().name(),
                  composed.local(),
                  Words.subgraphs(using.stream().map(SubgraphSchema::name).toList())),
          "@" + composed.local(),
          List.of(composed.link().place()));
    }
  }

  private static <T> Map<String, List<T>> group(List<T> items, Function<T, String> by) {
    var groups = new LinkedHashMap<String, List<T>>();
    items.forEach(it -> groups.computeIfAbsent(by.apply(it), _ -> new ArrayList<>()).add(it));
    return groups;
  }
}
