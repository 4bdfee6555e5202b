package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.plan.Condition;
import dev.orrery.gateway.planning.plan.OperationVariable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes what a fetch asks in GraphQL, with data keys as aliases. One writer per document: it
/// remembers the client's variables that it met.
final class DocumentWriter {
  private final QueryGraph graph;
  private final DataKeys keys;
  private final String subgraph;
  private final Budget budget;
  private final Set<String> variables = new LinkedHashSet<>();

  DocumentWriter(QueryGraph graph, DataKeys keys, String subgraph, Budget budget) {
    this.budget = budget;
    this.graph = graph;
    this.keys = keys;
    this.subgraph = subgraph;
  }

  /// The client's variables used so far.
  Set<String> variables() {
    return variables;
  }

  /// `query($a:Int,$r0:[_Any!]!)`.
  ///
  /// @param own the document's own variables with their types
  static String header(
      String keyword, Set<String> used, List<OperationVariable> declared, Map<String, String> own) {
    var all = new ArrayList<String>();
    own.forEach((name, type) -> all.add("$" + name + ":" + type));
    for (var variable : declared) {
      if (used.contains(variable.name())) {
        // The default goes along: it is what allows a nullable variable where no null may be.
        var value = variable.defaultValue();
        all.add("$" + variable.name() + ":" + variable.type() + (value == null ? "" : "=" + value));
      }
    }
    return all.isEmpty() ? keyword : keyword + "(" + String.join(",", all) + ")";
  }

  /// The text between the braces.
  ///
  /// @param given what holds already wherever this is asked
  /// @param contextVariables by field and argument, for the fields at the top
  String selection(
      Selection selection, Condition given, Map<ContextArgumentOf, String> contextVariables) {
    var typed = !graph.isInterfaceObject(selection.type(), subgraph);
    var parts = new ArrayList<String>();
    if (typed && isAbstract(selection)) {
      parts.add("__typename");
    }
    var narrowed = new LinkedHashMap<String, Set<String>>();
    for (var field : selection.fields()) {
      var text = field(field, given, contextVariables);
      var slot = field.slot();
      var plain = !slot.isNarrowed() || !typed || slot.parentType().equals(selection.type());
      if (!plain) {
        narrowed.computeIfAbsent(slot.parentType(), _ -> new LinkedHashSet<>()).add(text);
      } else if (!parts.contains(text)) {
        parts.add(text);
      }
    }
    liftCommon(selection, narrowed, parts);
    narrowed.forEach(
        (type, texts) -> parts.add("... on " + type + "{" + String.join(" ", texts) + "}"));
    if (parts.isEmpty()) {
      // Something must be asked; an interface object's own name for its type must not end up in the
      // data.
      parts.add(typed ? "__typename" : "_:__typename");
    }
    return String.join(" ", parts);
  }

  /// A field of an argument that takes its value from a context.
  record ContextArgumentOf(String field, String argument) {}

  private boolean isAbstract(Selection selection) {
    return selection.asksTypename()
        || (!selection.typeIsKnown() && !graph.isObject(selection.at().type()));
  }

  /// What every member is asked for alike is asked of their interface.
  private void liftCommon(
      Selection selection, Map<String, Set<String>> narrowed, List<String> parts) {
    var members = graph.membersIn(selection.type(), subgraph);
    if (members.size() < 2 || !narrowed.keySet().containsAll(members)) {
      return;
    }
    for (var field : selection.fields()) {
      if (field.below() != null) {
        continue;
      }
      var text = field(field, Condition.ALWAYS, Map.of());
      var common = graph.field(selection.type(), subgraph, field.edge().name());
      // An interface may promise less than its members; elsewhere in the document that would not go
      // with what the members promise.
      if (field.edge().equals(graph.field(field.slot().parentType(), subgraph, field.edge().name()))
          && common != null
          && common.type().equals(field.edge().type())
          && members.stream().allMatch(m -> narrowed.getOrDefault(m, Set.of()).contains(text))) {
        members.forEach(m -> narrowed.getOrDefault(m, new LinkedHashSet<>()).remove(text));
        parts.add(text);
      }
    }
    narrowed.values().removeIf(Set::isEmpty);
  }

  private String field(
      Selection.Chosen field, Condition given, Map<ContextArgumentOf, String> contextVariables) {
    budget.spend();
    var slot = field.slot();
    var key = keys.of(slot);
    var text = new StringBuilder(key);
    if (!key.equals(slot.field())) {
      text.append(':').append(slot.field());
    }
    var arguments = new ArrayList<String>();
    if (!slot.arguments().isEmpty()) {
      arguments.add(slot.arguments());
      variables.addAll(slot.variables());
    }
    for (var argument : field.edge().contextArguments()) {
      var variable =
          contextVariables.get(new ContextArgumentOf(field.edge().name(), argument.name()));
      if (variable != null) {
        arguments.add(argument.name() + ":$" + variable);
      }
    }
    if (!arguments.isEmpty()) {
      text.append('(').append(String.join(",", arguments)).append(')');
    }
    var below =
        field.below() == null
            ? ""
            : "{" + selection(field.below(), Condition.ALWAYS, Map.of()) + "}";
    return given.implies(field.condition())
        ? text + below
        : conditional(text.toString(), below, field.condition());
  }

  private String conditional(String field, String below, Condition condition) {
    var parts = new ArrayList<String>();
    for (var clause : condition.anyOf()) {
      variables.addAll(clause.included());
      variables.addAll(clause.skipped());
      var directives = new ArrayList<String>();
      clause.included().forEach(v -> directives.add("@include(if:$" + v + ")"));
      clause.skipped().forEach(v -> directives.add("@skip(if:$" + v + ")"));
      var text = field + directives.removeLast() + below;
      for (var directive : directives) {
        text = "..." + directive + "{" + text + "}";
      }
      parts.add(text);
    }
    return String.join(" ", parts);
  }
}
