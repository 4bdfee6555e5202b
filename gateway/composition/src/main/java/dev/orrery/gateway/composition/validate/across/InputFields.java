package dev.orrery.gateway.composition.validate.across;

import dev.orrery.gateway.composition.merge.Declared;
import dev.orrery.gateway.composition.merge.Subgraphs;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphInput;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.List;

/// Goes over every field of every input object.
final class InputFields {
  private InputFields() {}

  interface Visitor {
    /// @param types the declarations of the field's input object
    void field(
        String coordinate,
        List<Declared<SubgraphType>> types,
        List<Declared<SubgraphInput>> declared);
  }

  static void visit(Subgraphs subgraphs, Visitor visitor) {
    for (var type : subgraphs.namesOf(Kind.INPUT)) {
      for (var field : subgraphs.inputNames(type)) {
        visitor.field(type + "." + field, subgraphs.type(type), subgraphs.input(type, field));
      }
    }
  }
}
