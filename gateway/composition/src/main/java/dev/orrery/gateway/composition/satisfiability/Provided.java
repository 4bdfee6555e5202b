package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks up what `@provides` makes resolvable at a spot.
///
/// Specification: Federation, "Directives reference", `@provides`.
final class Provided {
  private Provided() {}

  /// What is provided below the field when it is provided itself.
  static Optional<FieldSet> below(Supergraph supergraph, Spot spot, String object, String field) {
    return below(supergraph, spot.provided(), object, field);
  }

  private static Optional<FieldSet> below(
      Supergraph supergraph, FieldSet set, String object, String field) {
    FieldSet found = null;
    for (var selection : set.selections()) {
      switch (selection) {
        case FieldSelection it -> {
          if (it.name().equals(field)) {
            found = union(found, it.selections());
          }
        }
        case FragmentSelection it -> {
          var condition = it.typeCondition();
          if (condition == null
              || condition.equals(object)
              || supergraph.possibleTypes(condition).contains(object)) {
            var inner = below(supergraph, it.selections(), object, field);
            if (inner.isPresent()) {
              found = union(found, inner.get());
            }
          }
        }
      }
    }
    return Optional.ofNullable(found);
  }

  static FieldSet union(@Nullable FieldSet a, FieldSet b) {
    if (a == null || a.isEmpty()) {
      return b;
    }
    var all = new ArrayList<>(a.selections());
    all.addAll(b.selections());
    return new FieldSet(all);
  }
}
