package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Overrides;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.FieldCoordinate;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who resolves a field, on all paths or on some, after overrides.
final class Resolvers {
  private final Subgraphs subgraphs;
  private final Overrides overrides;

  Resolvers(Subgraphs subgraphs) {
    this.subgraphs = subgraphs;
    this.overrides = new Overrides(subgraphs);
  }

  /// @param through the interface whose interface object has the field, or null when the type
  ///   itself
  record Resolver(Declared<SubgraphField> declared, @Nullable String through) {
    boolean shareable() {
      return declared.element().facts().shareable();
    }
  }

  List<Resolver> of(FieldCoordinate coordinate) {
    var found = new ArrayList<Resolver>();
    for (var it : subgraphs.field(coordinate)) {
      if (it.element().resolvedSomehow() && overrides.of(coordinate, it.in()).isEmpty()) {
        found.add(new Resolver(it, null));
      }
    }
    for (var name : subgraphs.interfaces(coordinate.type())) {
      for (var type : subgraphs.type(name)) {
        var field = type.element().fields().get(coordinate.field());
        if (field != null
            && type.element().isInterfaceObject()
            && !field.external()
            && overrides.of(new FieldCoordinate(name, coordinate.field()), type.in()).isEmpty()) {
          found.add(new Resolver(new Declared<>(type.subgraph(), field), name));
        }
      }
    }
    return found;
  }
}
