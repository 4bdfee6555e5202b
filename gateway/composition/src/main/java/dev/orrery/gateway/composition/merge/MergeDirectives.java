package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.subgraph.Directives;
import dev.orrery.gateway.composition.subgraph.FederationDirective;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Merges what is applied to one element in several subgraphs, each directive by its own strategy,
/// and notes which ones the supergraph needs definitions for.
///
/// Specification: Federation, "Composition rules", section "Directives".
final class MergeDirectives {
  private static final List<String> OF_GRAPHQL = List.of("deprecated", "specifiedBy", "oneOf");

  private final ComposedDirectives composed;
  private final Findings findings;
  private final TreeSet<String> used = new TreeSet<>();

  MergeDirectives(ComposedDirectives composed, Findings findings) {
    this.composed = composed;
    this.findings = findings;
  }

  /// The directives of the specs that the supergraph came to use.
  TreeSet<String> used() {
    return used;
  }

  List<AppliedDirective> merge(
      String coordinate, List<Declared<Directives>> declared, Collection<Place> places) {
    var merged = new ArrayList<AppliedDirective>();
    for (var directive : FederationDirective.values()) {
      var applied =
          declared.stream().flatMap(it -> it.element().all(directive).map(a -> a)).toList();
      if (!applied.isEmpty()) {
        var together = merge(directive, applied, declared);
        hintMerged(coordinate, directive, applied, together, places);
        merged.addAll(together);
      }
    }
    merged.forEach(directive -> used.add(directive.name()));
    for (var name : OF_GRAPHQL) {
      mostCommon(coordinate, named(declared, name), places).ifPresent(merged::add);
    }
    for (var directive : composed.all()) {
      merged.addAll(composed(coordinate, directive, declared, places));
    }
    return merged;
  }

  private static List<AppliedDirective> merge(
      FederationDirective directive,
      List<AppliedDirective> applied,
      List<Declared<Directives>> declared) {
    return switch (directive) {
      case TAG -> applied.stream().distinct().toList();
      case INACCESSIBLE -> List.of(applied.getFirst());
      case AUTHENTICATED, REQUIRES_SCOPES, POLICY -> List.of(MergeAccess.all(applied));
      case COST -> List.of(MergeCost.highestWeight(applied));
      case LIST_SIZE -> List.of(MergeCost.largestList(applied));
      case CONTEXT -> contexts(declared);
      case KEY,
          REQUIRES,
          PROVIDES,
          EXTERNAL,
          SHAREABLE,
          EXTENDS,
          OVERRIDE,
          COMPOSE_DIRECTIVE,
          INTERFACE_OBJECT,
          FROM_CONTEXT ->
          List.of();
    };
  }

  private void hintMerged(
      String coordinate,
      FederationDirective directive,
      List<AppliedDirective> applied,
      List<AppliedDirective> merged,
      Collection<Place> places) {
    if (merged.isEmpty() || directive.repeatable() || Set.copyOf(applied).size() == 1) {
      return;
    }
    findings.hint(
        HintCode.MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS,
        "Directive @%s is applied to \"%s\" in multiple subgraphs with different arguments. They are merged to %s"
            .formatted(directive.directiveName(), coordinate, merged.getFirst()),
        coordinate,
        places);
  }

  /// A context belongs to its subgraph, so its name in the supergraph begins with the subgraph's.
  private static List<AppliedDirective> contexts(List<Declared<Directives>> declared) {
    var merged = new ArrayList<AppliedDirective>();
    for (var it : declared) {
      it.element()
          .all(FederationDirective.CONTEXT)
          .flatMap(applied -> applied.string("name").stream())
          .map(name -> ContextNames.inSupergraph(it.in(), name))
          .distinct()
          .forEach(name -> merged.add(ContextNames.directive(name)));
    }
    return merged;
  }

  private List<AppliedDirective> composed(
      String coordinate,
      ComposedDirectives.Composed directive,
      List<Declared<Directives>> declared,
      Collection<Place> places) {
    var applied = new ArrayList<AppliedDirective>();
    for (var it : declared) {
      directive
          .localName(it.in())
          .ifPresent(local ->
              it.element().other().stream()
                  .filter(a -> a.name().equals(local))
                  .map(a -> a.named(directive.name()))
                  .forEach(applied::add));
    }
    if (directive.declaration().repeatable()) {
      return applied.stream().distinct().toList();
    }
    return mostCommon(coordinate, applied, places).stream().toList();
  }

  private static List<AppliedDirective> named(List<Declared<Directives>> declared, String name) {
    return declared.stream()
        .flatMap(it -> it.element().other().stream())
        .filter(it -> it.name().equals(name))
        .toList();
  }

  private Optional<AppliedDirective> mostCommon(
      String coordinate, List<AppliedDirective> applied, Collection<Place> places) {
    var counts = new LinkedHashMap<AppliedDirective, Integer>();
    applied.forEach(it -> counts.merge(it, 1, Integer::sum));
    if (counts.size() > 1) {
      findings.hint(
          HintCode.INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS,
          "\"%s\" carries @%s with different arguments across subgraphs; the most common is used"
              .formatted(coordinate, applied.getFirst().name()),
          coordinate,
          places);
    }
    var most = counts.values().stream().mapToInt(it -> it).max().orElse(0);
    return counts.entrySet().stream()
        .filter(e -> e.getValue() == most)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
