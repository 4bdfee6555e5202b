package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.planning.graph.GraphNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A way from the root to an object or a leaf: a linked list that shares its beginning with others.
/// Compared by identity; the search makes each segment once.
public final class Path {
  private final @Nullable Path before;
  private final Step step;
  private final @Nullable Position at;
  private final GraphNode node;
  private final int wave;
  private final Calls calls;

  private Path(
      @Nullable Path before,
      Step step,
      @Nullable Position at,
      GraphNode node,
      int wave,
      Calls calls) {
    this.before = before;
    this.step = step;
    this.at = at;
    this.node = node;
    this.wave = wave;
    this.calls = calls;
  }

  static Path enter(Position root, GraphNode node, CallTable table) {
    return new Path(
        null,
        new Step.Enter(),
        root,
        node,
        0,
        Calls.NONE.with(table.call(root, node.subgraph(), 0)));
  }

  /// Another subgraph's root fields, at a position that holds a root type again.
  Path reenter(GraphNode node, CallTable table) {
    var next = wave + 1;
    return new Path(
        this,
        new Step.Enter(),
        position(),
        node,
        next,
        calls.with(table.call(position(), node.subgraph(), next)));
  }

  Path follow(Step.Follow step, GraphNode to) {
    return new Path(this, step, step.slot().child(), to, wave, calls);
  }

  Path takeTypename(Step.TakeTypename step) {
    return new Path(this, step, null, node, wave, calls);
  }

  Path jump(Step.Jump step, GraphNode to, CallTable table) {
    var next = wave;
    var all = calls;
    for (var need : step.needs()) {
      next = Math.max(next, need.wave);
      all = all.and(need.calls);
    }
    next++;
    return new Path(
        this, step, position(), to, next, all.with(table.call(position(), to.subgraph(), next)));
  }

  /// Null at the root.
  public @Nullable Path before() {
    return before;
  }

  public Step step() {
    return step;
  }

  /// The position of the object at its end.
  ///
  /// @throws NullPointerException when it ends at a leaf
  public Position position() {
    return Objects.requireNonNull(at);
  }

  /// The object at its end; of no meaning when it ends at a leaf.
  public GraphNode node() {
    return node;
  }

  public String subgraph() {
    return node.subgraph();
  }

  /// How many calls one after the other come before the one that brings its end.
  public int wave() {
    return wave;
  }

  /// Every call it takes, those for requirements included.
  Calls calls() {
    return calls;
  }

  /// The part that leads to `position`, the calls that start there included: the last segment that
  /// stands there; null when it does not pass it.
  @Nullable Path upTo(Position position) {
    for (Path path = this; path != null; path = path.before) {
      if (path.at == position) {
        return path;
      }
    }
    return null;
  }

  /// The part that stood at `position` first, before any call that starts there.
  @Nullable Path arrivalAt(Position position) {
    Path first = null;
    for (Path path = this; path != null; path = path.before) {
      if (path.at == position) {
        first = path;
      }
    }
    return first;
  }

  @Override
  public String toString() {
    var start = before == null ? "" : before.toString();
    return start
        + switch (step) {
          case Step.Enter _ -> (before == null ? "" : " »") + "[" + subgraph() + "] ";
          case Step.Follow follow ->
              (before == null || before.step instanceof Step.Follow ? "." : "") + follow.slot();
          case Step.TakeTypename take -> "." + take.slot();
          case Step.Jump jump ->
              " »{"
                  + String.join(" ", jump.input().stream().map(f -> f.slot().toString()).toList())
                  + "}["
                  + subgraph()
                  + "] ";
        };
  }
}
