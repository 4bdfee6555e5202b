package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.fetch.DocumentWriter.ContextArgumentOf;
import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.operation.NormalOperation;
import dev.orrery.gateway.planning.plan.Condition;
import dev.orrery.gateway.planning.plan.ContextValue;
import dev.orrery.gateway.planning.plan.EntityGroup;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.OperationKind;
import dev.orrery.gateway.planning.plan.OperationVariable;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes calls as the fetches of a plan.
final class PlanWriter {
  private final QueryGraph graph;
  private final DataKeys keys;
  private final NormalOperation operation;
  private final Budget budget;
  private final EntityWriter entities;
  private final Set<String> taken;

  PlanWriter(QueryGraph graph, DataKeys keys, NormalOperation operation, Budget budget) {
    this.budget = budget;
    this.graph = graph;
    this.keys = keys;
    this.operation = operation;
    this.entities = new EntityWriter(graph, keys);
    this.taken =
        operation.variables().stream().map(OperationVariable::name).collect(Collectors.toSet());
  }

  PlanNode write(Call call) {
    var first = call.first();
    return first.root() == null ? entityFetch(call) : rootFetch(call, first, first.root());
  }

  private static List<Integer> ids(Call call) {
    return call.after().stream().map(Call::id).sorted().toList();
  }

  private PlanNode rootFetch(Call call, FetchNode fetch, Selection root) {
    var kind = fetch.at().parent() == null ? operation.kind() : kindOf(fetch.at().type());
    var condition = root.condition();
    var inner = shared(List.of(root), condition);
    var writer = new DocumentWriter(graph, keys, fetch.subgraph(), budget);
    var body = writer.selection(root, inner, Map.of());
    var node =
        new PlanNode.RootFetch(
            call.id(),
            fetch.subgraph(),
            kind,
            DocumentSize.checked(
                DocumentWriter.header(
                        kind.keyword(), writer.variables(), operation.variables(), Map.of())
                    + "{"
                    + body
                    + "}",
                budget),
            List.copyOf(writer.variables()),
            List.of(entities.path(fetch.at(), Condition.ALWAYS, List.of())),
            ids(call));
    return condition.isAlways() ? node : new PlanNode.Conditional(condition, node);
  }

  private OperationKind kindOf(String type) {
    var roots = graph.supergraph().roots();
    return type.equals(roots.mutation()) ? OperationKind.MUTATION : OperationKind.QUERY;
  }

  /// The condition that need not be repeated inside: the whole one, when all that is asked has just
  /// that.
  private static Condition shared(List<Selection> selections, Condition condition) {
    return selections.stream()
            .flatMap(selection -> selection.fields().stream())
            .allMatch(field -> field.condition().equals(condition))
        ? condition
        : Condition.ALWAYS;
  }

  /// What makes groups the same but for the place.
  private record Shape(String body, RepresentationObject requires, int alone) {}

  private PlanNode entityFetch(Call call) {
    var writer = new DocumentWriter(graph, keys, call.first().subgraph(), budget);
    var paths = new LinkedHashMap<Shape, List<FetchPath>>();
    var own = new LinkedHashMap<String, String>();
    for (var fetch : call.fetches()) {
      for (var part : parts(fetch, writer, own)) {
        var shape =
            new Shape(
                part.body(),
                entities.representation(fetch.at(), part.branches()),
                part.values().isEmpty() ? -1 : paths.size());
        paths
            .computeIfAbsent(shape, _ -> new ArrayList<>())
            .add(entities.path(fetch.at(), part.condition(), part.values()));
      }
    }
    var groups = new ArrayList<EntityGroup>();
    var body = new ArrayList<String>();
    var representations = new LinkedHashMap<String, String>();
    paths.forEach((shape, places) -> {
      var number = groups.size();
      var variable = free("r" + number);
      representations.put(variable, "[_Any!]!");
      var alias = paths.size() == 1 ? "_entities" : "_" + number;
      groups.add(new EntityGroup(alias, variable, places, shape.requires()));
      body.add(
          (paths.size() == 1 ? "" : alias + ":")
              + "_entities(representations:$"
              + variable
              + "){"
              + shape.body()
              + "}");
    });
    representations.putAll(own);
    return new PlanNode.EntityFetch(
        call.id(),
        call.first().subgraph(),
        DocumentSize.checked(
            DocumentWriter.header(
                    "query", writer.variables(), operation.variables(), representations)
                + "{"
                + String.join(" ", body)
                + "}",
            budget),
        List.copyOf(writer.variables()),
        groups,
        ids(call));
  }

  /// Branches of a fetch that share one `_entities`.
  private record Part(
      List<FetchNode.Branch> branches,
      String body,
      Condition condition,
      List<ContextValue> values) {}

  private record Written(FetchNode.Branch branch, String text, List<ContextValue> values) {}

  private List<Part> parts(FetchNode fetch, DocumentWriter writer, Map<String, String> own) {
    var condition = Condition.NEVER;
    for (var branch : fetch.branches().values()) {
      condition = condition.or(branch.selection().condition());
    }
    var inner = shared(fetch.selections(), condition);
    var open = new ArrayList<List<Written>>();
    for (var branch : fetch.branches().values()) {
      var written = write(branch, inner, writer, own);
      var fitting = open.stream().filter(p -> p.stream().allMatch(w -> together(w, written)));
      fitting
          .findFirst()
          .orElseGet(() -> {
            var part = new ArrayList<Written>();
            open.add(part);
            return part;
          })
          .add(written);
    }
    return open.stream().map(PlanWriter::part).toList();
  }

  // A subgraph that has an interface for an object cannot tell the types apart: what is asked for
  // one is asked for
  // all in the same list.
  private static boolean together(Written one, Written other) {
    return !one.branch().entrance().target().equals(other.branch().entrance().target())
        || one.text().equals(other.text());
  }

  private static Part part(List<Written> written) {
    var condition = Condition.NEVER;
    for (var one : written) {
      condition = condition.or(one.branch().selection().condition());
    }
    return new Part(
        written.stream().map(Written::branch).toList(),
        written.stream().map(Written::text).distinct().collect(Collectors.joining(" ")),
        condition,
        written.stream().flatMap(one -> one.values().stream()).toList());
  }

  private Written write(
      FetchNode.Branch branch, Condition inner, DocumentWriter writer, Map<String, String> own) {
    var variables = new HashMap<ContextArgumentOf, String>();
    var values = new ArrayList<ContextValue>();
    for (var input : branch.context()) {
      var name = free("c" + own.size());
      own.put(name, input.type());
      variables.put(new ContextArgumentOf(input.field(), input.argument()), name);
      values.add(entities.context(name, input.type(), input));
    }
    var body = writer.selection(branch.selection(), inner, variables);
    return new Written(branch, "... on " + branch.entrance().target() + "{" + body + "}", values);
  }

  private String free(String wanted) {
    var name = wanted;
    while (taken.contains(name)) {
      name = "_" + name;
    }
    return name;
  }
}
