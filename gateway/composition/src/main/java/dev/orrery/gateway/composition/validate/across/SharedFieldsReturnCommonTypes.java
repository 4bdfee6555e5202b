package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Subgraphs that share a field of an abstract type must be able to return the same object: at
/// least one possible type is common.
final class SharedFieldsReturnCommonTypes implements AcrossRule {
  @Override
  public void check(Subgraphs subgraphs, Findings findings) {
    var resolvers = new Resolvers(subgraphs);
    var objects = Set.copyOf(subgraphs.namesOf(Kind.OBJECT));
    subgraphs
        .fields()
        .filter(it -> objects.contains(it.type()))
        .forEach(coordinate -> check(subgraphs, coordinate, resolvers.of(coordinate), findings));
  }

  private static void check(
      Subgraphs subgraphs,
      FieldCoordinate coordinate,
      List<Resolvers.Resolver> resolving,
      Findings findings) {
    if (resolving.size() < 2) {
      return;
    }
    var possible = new ArrayList<Set<String>>();
    for (var it : resolving) {
      var base = it.declared().element().type().baseName();
      if (subgraphs.hasInterfaceObject(base)) {
        return;
      }
      var types = Set.copyOf(it.declared().subgraph().possibleTypes(base));
      if (types.isEmpty()) {
        return;
      }
      possible.add(types);
    }
    if (possible.stream().distinct().count() == 1) {
      return;
    }
    var common = new LinkedHashSet<>(possible.getFirst());
    possible.forEach(common::retainAll);
    var declared = resolving.stream().map(Resolvers.Resolver::declared).toList();
    var places = Subgraphs.fieldPlaces(declared);
    if (common.isEmpty()) {
      findings.error(
          ErrorCode.SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES,
          "For the type of the shared field \"%s\" the %s return no common object type: a shared field must return the same from every subgraph"
              .formatted(coordinate, Words.subgraphs(declared.stream().map(Declared::in).toList())),
          coordinate.toString(),
          places);
    } else {
      findings.hint(
          HintCode.INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN,
          "The shared field \"%s\" may return different sets of object types in %s"
              .formatted(coordinate, Words.subgraphs(declared.stream().map(Declared::in).toList())),
          coordinate.toString(),
          places);
    }
  }
}
