package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where several subgraphs may be asked for one field of an abstract type, they must be able to
/// return the same object: at least one possible type is common to all. (Federation, "Value types":
/// a shareable field resolves alike in every subgraph.)
///
/// That depends on the path: two subgraphs whose value types have the same name, and that no path
/// brings together, need not agree.
final class RuntimeTypes {
  private final Supergraph supergraph;
  private final Function<String, List<Place>> placesOf;
  private final Findings findings;
  private final Set<String> reported = new HashSet<>();

  RuntimeTypes(Supergraph supergraph, Function<String, List<Place>> placesOf, Findings findings) {
    this.supergraph = supergraph;
    this.placesOf = placesOf;
    this.findings = findings;
  }

  /// @param resolving the spots that resolve the field, each with what it then holds
  void check(Step step, Field field, Map<Spot, Set<Spot>> resolving) {
    var type = supergraph.types().get(field.type().baseName());
    if (!(type instanceof InterfaceType || type instanceof UnionType)) {
      return;
    }
    var bySubgraph = new LinkedHashMap<String, Set<String>>();
    var abstractly = new HashSet<String>();
    resolving.forEach((spot, below) -> {
      if (isAbstract(spot, step.field())) {
        abstractly.add(spot.subgraph());
      }
      var types = below.stream().map(Spot::type).toList();
      // An interface object stands for any of its interface's types.
      if (!types.contains(type.name())) {
        bySubgraph.computeIfAbsent(spot.subgraph(), _ -> new TreeSet<>()).addAll(types);
      }
    });
    abstractly.retainAll(bySubgraph.keySet());
    if (abstractly.size() < 2
        || bySubgraph.values().stream().allMatch(Set::isEmpty)
        || bySubgraph.values().stream().distinct().count() == 1) {
      return;
    }
    var common = new LinkedHashSet<>(bySubgraph.values().iterator().next());
    bySubgraph.values().forEach(common::retainAll);
    report(step, field, bySubgraph, common);
  }

  private boolean isAbstract(Spot spot, String name) {
    var field = supergraph.composite(spot.type()).fields().get(name);
    var join = field == null ? null : field.in(spot.subgraph()).orElse(null);
    return join != null && !(supergraph.types().get(join.type().baseName()) instanceof ObjectType);
  }

  private void report(
      Step step, Field field, Map<String, Set<String>> bySubgraph, Set<String> common) {
    var coordinate = step.type() + "." + field.name();
    if (!reported.add(coordinate)) {
      return;
    }
    if (common.isEmpty()) {
      findings.error(
          ErrorCode.SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES,
          "For the following supergraph API query:\n%s\nShared field \"%s\" return type \"%s\" has a non-intersecting set of possible runtime types across subgraphs. Runtime types in subgraphs are:%s\nThis is not allowed as shared fields must resolve the same way in all subgraphs, and that imply at least some common runtime types between the subgraphs."
              .formatted(
                  step.operation(supergraph), coordinate, field.type(), perSubgraph(bySubgraph)),
          coordinate,
          placesOf.apply(coordinate));
    } else {
      findings.hint(
          HintCode.INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN,
          "For the following supergraph API query:\n%s\nShared field \"%s\" return type \"%s\" has different sets of possible runtime types across subgraphs:%s\nOnly %s can be returned, since a shared field must resolve the same way in all subgraphs."
              .formatted(
                  step.operation(supergraph),
                  coordinate,
                  field.type(),
                  perSubgraph(bySubgraph),
                  names(common)),
          coordinate,
          placesOf.apply(coordinate));
    }
  }

  private static String perSubgraph(Map<String, Set<String>> types) {
    return types.entrySet().stream()
        .map(it ->
            "\n- in subgraph \"%s\": %s"
                .formatted(it.getKey(), it.getValue().isEmpty() ? "no type" : names(it.getValue())))
        .collect(Collectors.joining());
  }

  private static String names(Set<String> types) {
    return types.stream().map(it -> "\"" + it + "\"").collect(Collectors.joining(", "));
  }
}
