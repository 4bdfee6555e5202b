package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.execution.json.ExpectedSize;
import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.execution.projection.ObjectWriter;
import dev.orrery.gateway.planning.plan.EntityGroup;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A query plan that is ready to run, as often as wanted and by several threads at once.
public final class Program {
  private final QueryPlan plan;
  private final KeyTable keys;
  private final ExpectedSize index = new ExpectedSize(1024);
  private final ExpectedSize response = new ExpectedSize(512);
  private final Conditions conditions = new Conditions();
  private final @Nullable Step root;
  private final ObjectWriter writer;
  private final int dataKey;
  private final int errorsKey;
  private final int typenameKey;

  public Program(QueryPlan plan) {
    this.plan = plan;
    this.keys = DataKeys.of(plan);
    this.dataKey = keys.id("data");
    this.errorsKey = keys.id("errors");
    this.typenameKey = keys.id("__typename");
    this.root = plan.root() == null ? null : compile(plan.root());
    this.writer = ObjectWriter.compile(plan.response(), keys, conditions);
  }

  public QueryPlan plan() {
    return plan;
  }

  public KeyTable keys() {
    return keys;
  }

  /// How many `int`s the index of a run takes.
  public ExpectedSize index() {
    return index;
  }

  /// How many bytes a response takes.
  public ExpectedSize response() {
    return response;
  }

  public Conditions conditions() {
    return conditions;
  }

  /// What to run; null when nothing needs to be fetched.
  public @Nullable Step root() {
    return root;
  }

  public ObjectWriter writer() {
    return writer;
  }

  public int dataKey() {
    return dataKey;
  }

  public int errorsKey() {
    return errorsKey;
  }

  public int typenameKey() {
    return typenameKey;
  }

  private Step compile(PlanNode node) {
    return switch (node) {
      case PlanNode.Sequence(var steps) -> new Step.InOrder(compile(steps));
      case PlanNode.Parallel(var steps) -> new Step.AtOnce(compile(steps));
      case PlanNode.Conditional(var condition, var inner) ->
          new Step.Guarded(conditions.number(condition), compile(inner));
      case PlanNode.RootFetch fetch -> compile(fetch);
      case PlanNode.EntityFetch fetch -> compile(fetch);
      case PlanNode.Introspection(var _, var document, var variables) ->
          new Step.Introspection(document, variables);
      case PlanNode.Subscription _ ->
          throw new IllegalArgumentException("a subscription is no request with one answer");
    };
  }

  private List<Step> compile(List<PlanNode> steps) {
    return steps.stream().map(this::compile).toList();
  }

  private Step compile(PlanNode.RootFetch fetch) {
    return new Step.RootFetch(
        fetch.subgraph(),
        RequestHead.of(fetch.document(), fetch.clientVariables()),
        fetch.kind(),
        places(fetch.at()),
        AskedKeys.of(fetch.document()).atRoot());
  }

  private Step compile(PlanNode.EntityFetch fetch) {
    AskedKeys asked = AskedKeys.of(fetch.document());
    return new Step.EntityFetch(
        fetch.subgraph(),
        RequestHead.of(fetch.document(), fetch.clientVariables()),
        fetch.groups().stream().map(group -> compile(group, asked)).toList());
  }

  private Step.Group compile(EntityGroup group, AskedKeys asked) {
    return new Step.Group(
        group.alias(),
        keys.id(group.alias()),
        RequestHead.key(group.representationsVariable()),
        places(group.paths()),
        Representation.compile(group.requires(), keys),
        asked.below(group.alias()));
  }

  private List<Place> places(List<FetchPath> paths) {
    return paths.stream().map(path -> Place.compile(path, keys, conditions)).toList();
  }
}
