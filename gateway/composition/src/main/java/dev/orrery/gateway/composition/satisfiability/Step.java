package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A path of fields from a root, as a linked list of segments.
///
/// @param type the object that the field is selected on
record Step(@Nullable Step before, String type, String field) {
  /// The operation that takes this path, as a client would write it.
  String operation(Supergraph supergraph) {
    var steps = new ArrayList<Step>();
    for (Step it = this; it != null; it = it.before) {
      steps.add(0, it);
    }
    var root = steps.getFirst().type();
    var keyword =
        root.equals(supergraph.roots().mutation())
            ? "mutation {"
            : root.equals(supergraph.roots().subscription()) ? "subscription {" : "{";
    var text = new StringBuilder(keyword).append('\n');
    var closing = new ArrayDeque<String>();
    closing.push("}");
    var indent = "  ";
    var declared = root;
    for (var step : steps) {
      if (!step.type().equals(declared)) {
        text.append(indent).append("... on ").append(step.type()).append(" {\n");
        closing.push(indent + "}");
        indent += "  ";
      }
      var field = supergraph.composite(step.type()).fields().get(step.field());
      var arguments =
          field == null
              ? ""
              : field.arguments().values().stream()
                  .filter(it -> it.required())
                  .map(it -> it.name() + ": ...")
                  .collect(Collectors.joining(", "));
      text.append(indent).append(step.field());
      if (!arguments.isEmpty()) {
        text.append('(').append(arguments).append(')');
      }
      declared = field == null ? "" : field.type().baseName();
      if (step != steps.getLast()) {
        text.append(" {\n");
        closing.push(indent + "}");
        indent += "  ";
      } else if (supergraph.find(declared).filter(Step::hasSelection).isPresent()) {
        text.append(" { ... }\n");
      } else {
        text.append('\n');
      }
    }
    closing.forEach(line -> text.append(line).append('\n'));
    return text.toString().stripTrailing();
  }

  private static boolean hasSelection(SupergraphType type) {
    return type instanceof CompositeType || type instanceof UnionType;
  }
}
