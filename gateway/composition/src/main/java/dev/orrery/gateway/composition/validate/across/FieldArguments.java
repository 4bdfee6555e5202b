package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.SubgraphField;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import java.util.List;

/// Goes over every argument of every field, as those subgraphs declare it that resolve the field.
final class FieldArguments {
  private FieldArguments() {}

  interface Visitor {
    /// @param fields the declarations of the argument's field
    void argument(
        String coordinate,
        List<Declared<SubgraphField>> fields,
        List<Declared<SubgraphInput>> declared);
  }

  static void visit(Subgraphs subgraphs, Visitor visitor) {
    subgraphs
        .fields()
        .forEach(field -> {
          var own = subgraphs.ownField(field);
          for (var name : Subgraphs.argumentNames(own)) {
            visitor.argument("%s(%s:)".formatted(field, name), own, Subgraphs.argument(own, name));
          }
        });
  }
}
