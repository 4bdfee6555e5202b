package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.planning.graph.GraphNode;
import dev.orrery.gateway.planning.graph.QueryGraph;
import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.operation.NormalField;
import dev.orrery.gateway.planning.operation.NormalObject;
import dev.orrery.gateway.planning.operation.NormalOperation;
import dev.orrery.gateway.planning.plan.OperationKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks an operation from the root to its leaves, and finds the ways to each.
public final class OperationWalk {
  private final QueryGraph graph;
  private final NormalOperation operation;
  private final CallTable table = new CallTable();
  private final PathSearch search;
  private final Budget budget;
  private final Map<Slot, NormalField> origins = new HashMap<>();

  public OperationWalk(
      QueryGraph graph, Set<String> activeLabels, NormalOperation operation, Budget budget) {
    this.graph = graph;
    this.operation = operation;
    this.budget = budget;
    this.search = new PathSearch(graph, activeLabels, table, budget);
  }

  /// What became of an operation.
  ///
  /// @param groups the leaves; for a mutation one group for each call to its root fields, in order,
  ///   for other operations one in all
  /// @param origins which field of the operation each slot of the client stands for
  public record Walked(
      Position root, List<List<Leaf>> groups, Map<Slot, NormalField> origins, Chooser chooser) {}

  /// Chooses among the ways to leaves.
  public interface Chooser {
    /// One way for each leaf, in the same order.
    List<Path> choose(List<Leaf> leaves);
  }

  /// No subgraph can be asked for this, whichever way.
  public static final class Unreachable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreachable(Slot slot) {
      super(
          "no way leads to " + slot.parentType() + "." + slot.field() + " at \"" + slot + "\"",
          null,
          false,
          false);
    }
  }

  /// @throws Unreachable when a field has no way
  /// @throws Budget.Exhausted when the search takes too long
  public Walked walk() {
    var roots = graph.supergraph().roots();
    var type =
        switch (operation.kind()) {
          case QUERY -> roots.query();
          case MUTATION -> Objects.requireNonNull(roots.mutation());
          case SUBSCRIPTION -> Objects.requireNonNull(roots.subscription());
        };
    var root = new Position(null, type);
    plant(operation.root(), root);
    var entries = new ArrayList<Path>();
    for (var subgraph : graph.subgraphsOf(type)) {
      entries.add(Path.enter(root, GraphNode.of(type, subgraph), table));
    }
    var groups = new ArrayList<List<Leaf>>();
    if (operation.kind() == OperationKind.QUERY) {
      var leaves = new ArrayList<Leaf>();
      walk(root, entries, leaves);
      groups.add(leaves);
    } else {
      inOrder(root, entries, groups);
    }
    return new Walked(root, groups, origins, leaves -> new Choice(table, budget).of(leaves));
  }

  /// Each root field has one subgraph, and follows those before it; neighbours of one subgraph go
  /// together.
  private void inOrder(Position root, List<Path> entries, List<List<Leaf>> groups) {
    var last = "";
    for (var slot : List.copyOf(root.slots())) {
      var ways = search.ways(slot, entries, Guard.NONE, false);
      if (ways.isEmpty()) {
        throw new Unreachable(slot);
      }
      var previous = last;
      var way =
          ways.stream()
              .filter(w -> w.subgraph().equals(previous))
              .findFirst()
              .orElse(ways.getFirst());
      if (!way.subgraph().equals(last)) {
        groups.add(new ArrayList<>());
        last = way.subgraph();
      }
      arrive(slot, List.of(way), groups.getLast());
    }
  }

  private void plant(NormalObject object, Position at) {
    for (var field : object.fields()) {
      if (field.isDenied()) {
        continue;
      }
      if (field.name().equals(NormalField.TYPENAME)) {
        if (graph.possibleTypes(at.type()).size() > 1) {
          plant(field, at, at.type());
        }
      } else if (field.name().startsWith("__")) {
        continue;
      } else if (field.onTypes().equals(object.possibleTypes())) {
        plant(field, at, field.parentType());
      } else {
        field.onTypes().forEach(type -> plant(field, at, type));
      }
    }
  }

  private Slot plant(NormalField field, Position at, String parentType) {
    budget.spend();
    var below = field.object();
    var slot =
        at.add(
            field.name(),
            field.arguments(),
            field.variables(),
            parentType,
            field.responseKey(),
            field.condition(),
            below == null ? null : typeOf(parentType, field.name()));
    origins.put(slot, field);
    if (below != null) {
      plant(below, Objects.requireNonNull(slot.child()));
    }
    return slot;
  }

  private String typeOf(String parentType, String field) {
    return Objects.requireNonNull(graph.supergraph().composite(parentType).fields().get(field))
        .type()
        .baseName();
  }

  private void walk(Position at, List<Path> arrivals, List<Leaf> leaves) {
    var live = liveTypes(at, arrivals);
    var narrowed = false;
    for (var slot : List.copyOf(at.slots())) {
      if (slot.responseKey() == null) {
        continue;
      }
      if (slot.isTypename()) {
        narrowed = true;
        continue;
      }
      if (slot.isNarrowed()) {
        narrowed = true;
        if (live.contains(slot.parentType())) {
          visit(slot, arrivals, leaves);
        }
        continue;
      }
      var ways = search.ways(slot, arrivals, Guard.NONE, false);
      if (!ways.isEmpty()) {
        arrive(slot, ways, leaves);
      } else if (graph.isObject(at.type())) {
        throw new Unreachable(slot);
      } else {
        narrowed = true;
        explode(slot, live, arrivals, leaves);
      }
    }
    if (narrowed && !graph.isObject(at.type())) {
      askTypename(at, arrivals, leaves);
    }
  }

  private void visit(Slot slot, List<Path> arrivals, List<Leaf> leaves) {
    var ways = search.ways(slot, arrivals, Guard.NONE, false);
    if (ways.isEmpty()) {
      throw new Unreachable(slot);
    }
    arrive(slot, ways, leaves);
  }

  private void arrive(Slot slot, List<Path> ways, List<Leaf> leaves) {
    var child = slot.child();
    if (child == null) {
      leaves.add(new Leaf(slot, ways));
      return;
    }
    var before = leaves.size();
    walk(child, ways, leaves);
    if (leaves.size() == before) {
      leaves.add(new Leaf(slot, ways));
    }
  }

  /// No subgraph answers the field for whatever lies there: asks for it type by type.
  private void explode(Slot slot, Set<String> live, List<Path> arrivals, List<Leaf> leaves) {
    var at = slot.owner();
    // The slot itself stays: what a field at this position requires may be read from it already.
    var field = Objects.requireNonNull(origins.remove(slot));
    for (var type : field.onTypes()) {
      if (live.contains(type)) {
        visit(plant(field, at, type), arrivals, leaves);
      }
    }
  }

  private void askTypename(Position at, List<Path> arrivals, List<Leaf> leaves) {
    if (arrivals.stream().allMatch(path -> search.local().isTyped(path.node()))) {
      // Comes along with every object whose type the subgraph knows.
      return;
    }
    var slot = at.holding(at.type(), NormalField.TYPENAME, "", null).getFirst();
    var ways = search.ways(slot, arrivals, Guard.NONE, false);
    if (ways.isEmpty()) {
      throw new Unreachable(slot);
    }
    leaves.add(new Leaf(slot, ways));
  }

  /// The object types that can lie there. Subgraphs that may be asked for the same object must
  /// answer the same, so only the types that all of them know can come; but the ones that take
  /// further calls have no say.
  private Set<String> liveTypes(Position at, List<Path> arrivals) {
    var all = new HashSet<>(graph.possibleTypes(at.type()));
    var nearest = arrivals.stream().mapToInt(Path::wave).min().orElse(0);
    Set<String> common = null;
    var some = new HashSet<String>();
    for (var path : arrivals) {
      var node = path.node();
      if (!search.local().isTyped(node)) {
        return all;
      }
      var members = graph.membersIn(node.type(), node.subgraph());
      some.addAll(members);
      if (path.wave() > nearest) {
        continue;
      }
      if (common == null) {
        common = new HashSet<>(members);
      } else {
        common.retainAll(members);
      }
    }
    return common == null || common.isEmpty() ? some : common;
  }

  /// The ways to every leaf as text, for people.
  public static String print(Walked walked, @Nullable List<List<Path>> chosen) {
    var out = new StringBuilder();
    for (var g = 0; g < walked.groups().size(); g++) {
      var leaves = walked.groups().get(g);
      for (var i = 0; i < leaves.size(); i++) {
        var leaf = leaves.get(i);
        var at = leaf.slot().owner().toString();
        out.append(at.isEmpty() ? "" : at + ".").append(leaf.slot()).append('\n');
        for (var way : leaf.ways()) {
          var taken = chosen != null && chosen.get(g).get(i) == way;
          out.append(taken ? "  * " : "    ").append(way).append('\n');
        }
      }
    }
    return out.toString();
  }
}
