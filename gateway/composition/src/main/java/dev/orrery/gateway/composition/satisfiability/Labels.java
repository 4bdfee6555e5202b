package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which labels of progressive overrides are taken to be on.
record Labels(Set<String> on) {
  /// The assumptions worth checking: none on, all on, and each one alone.
  static List<Labels> assumptions(Supergraph supergraph) {
    var all = new LinkedHashSet<String>();
    supergraph.types().values().stream()
        .flatMap(type -> type.asComposite().stream())
        .flatMap(type -> type.fields().values().stream())
        .flatMap(field -> field.joins().stream())
        .forEach(join -> {
          if (join.overrideLabel() != null) {
            all.add(join.overrideLabel());
          }
        });
    var assumptions = new LinkedHashSet<Labels>();
    assumptions.add(new Labels(Set.of()));
    assumptions.add(new Labels(Set.copyOf(all)));
    all.forEach(label -> assumptions.add(new Labels(Set.of(label))));
    return List.copyOf(assumptions);
  }

  /// Whether, among the joins of `field`, this one may be used.
  boolean allow(Field field, JoinField join) {
    if (join.overrideLabel() == null) {
      return true;
    }
    var isOn = on.contains(join.overrideLabel());
    if (join.override() == null) {
      return !isOn;
    }
    return isOn || field.in(join.override()).isEmpty();
  }
}
