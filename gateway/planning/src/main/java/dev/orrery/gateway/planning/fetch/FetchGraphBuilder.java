package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.path.Leaf;
import dev.orrery.gateway.planning.path.Path;
import dev.orrery.gateway.planning.path.Position;
import dev.orrery.gateway.planning.path.Slot;
import dev.orrery.gateway.planning.path.Step;
import dev.orrery.gateway.planning.plan.Condition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Makes fetches of paths: every entry into a subgraph becomes one, shared by the paths that share
/// it.
///
/// ```
/// [a] user.id                        Fetch(a) { user { id } }
/// [a] user »{id}[b] reviews    =>     └─ Fetch(b) at user, sending { id } { reviews }
/// ```
final class FetchGraphBuilder {
  private final FetchGraph graph = new FetchGraph();
  private final Map<Object, FetchNode> entries = new HashMap<>();
  private final Map<Position, FetchNode> typeTellers = new HashMap<>();
  private final Map<Slot, Selection> homes = new HashMap<>();
  private final Map<Demanded, Placed> placed = new HashMap<>();

  private final Budget budget;

  private FetchGraphBuilder(Budget budget) {
    this.budget = budget;
  }

  private record Demanded(Path path, Condition condition, int group) {}

  private record RootOf(int group, String subgraph) {}

  private record Placed(FetchNode fetch, @Nullable Selection selection) {
    Selection object() {
      return Objects.requireNonNull(selection);
    }
  }

  /// @param chosen one path for each leaf, by group
  static FetchGraph build(List<List<Leaf>> groups, List<List<Path>> chosen, Budget budget) {
    var builder = new FetchGraphBuilder(budget);
    for (var g = 0; g < groups.size(); g++) {
      var order = new ArrayList<Integer>();
      for (var i = 0; i < groups.get(g).size(); i++) {
        order.add(i);
      }
      // The first path through a field decides which fetch answers for its presence, so leaves that
      // are always
      // asked come first.
      var leaves = groups.get(g);
      order.sort(Comparator.comparing(i -> leaves.get(i).slot().condition().isAlways() ? 0 : 1));
      for (var i : order) {
        builder.place(chosen.get(g).get(i), Condition.ALWAYS, g);
      }
    }
    builder.waitForTypes();
    builder.keepRootOrder();
    return builder.graph;
  }

  /// A subgraph runs mutations in the order of its document, so that must be the client's order.
  private void keepRootOrder() {
    for (var fetch : graph.nodes()) {
      if (fetch.root() != null) {
        fetch.root().sort();
      }
    }
  }

  /// A fetch for objects of one type, or below one, waits until that type is known, where another
  /// call tells it.
  private void waitForTypes() {
    for (var fetch : graph.nodes()) {
      var at = fetch.at();
      if (fetch.branches().keySet().stream().anyMatch(it -> !it.view().equals(at.type()))) {
        waitForType(fetch, at);
      }
      for (var slot = at.parent(); slot != null; slot = slot.owner().parent()) {
        if (slot.isNarrowed()) {
          waitForType(fetch, slot.owner());
        }
      }
    }
  }

  private void waitForType(FetchNode fetch, Position of) {
    budget.spend();
    var teller = typeTellers.get(of);
    if (teller != null && teller != fetch && !teller.dependsOn(fetch)) {
      fetch.after().add(teller);
    }
  }

  /// Makes sure that the path's end is fetched whenever the condition holds, given that the objects
  /// on the way are there.
  private Placed place(Path path, Condition demand, int group) {
    budget.spend();
    var key = new Demanded(path, demand, group);
    var known = placed.get(key);
    if (known != null) {
      return known;
    }
    var result =
        switch (path.step()) {
          case Step.Enter _ -> enter(path, demand, group);
          case Step.Follow follow -> follow(path, follow, demand, group);
          case Step.TakeTypename _ -> {
            var object = place(before(path), demand, group);
            object.object().askTypename();
            typeTellers.putIfAbsent(object.object().at(), object.fetch());
            yield new Placed(object.fetch(), null);
          }
          case Step.Jump jump -> jump(path, jump, demand, group);
        };
    placed.put(key, result);
    return result;
  }

  private static Path before(Path path) {
    return Objects.requireNonNull(path.before());
  }

  private Placed enter(Path path, Condition demand, int group) {
    var first = path.before() == null;
    var entry = first ? new RootOf(group, path.subgraph()) : path;
    var fetch =
        entries.computeIfAbsent(
            entry,
            _ -> {
              var made = FetchNode.ofRoot(group, path.subgraph(), path.position());
              graph.add(made);
              return made;
            });
    if (!first) {
      fetch.after().add(place(before(path), demand, group).fetch());
    }
    return new Placed(fetch, fetch.root());
  }

  private Placed follow(Path path, Step.Follow follow, Condition demand, int group) {
    var slot = follow.slot();
    if (follow.internal()) {
      var object = place(before(path), demand, group);
      var chosen = object.object().add(slot, follow.edge(), demand);
      return new Placed(object.fetch(), chosen.below());
    }
    // Whether the value is there at all is for one fetch to say; others bring only what they are
    // asked for below.
    var home = homes.get(slot);
    var object = place(before(path), slot.condition().and(demand), group);
    if (home == null || home == object.object()) {
      homes.put(slot, object.object());
      place(before(path), slot.condition(), group);
      var chosen = object.object().add(slot, follow.edge(), slot.condition());
      return new Placed(object.fetch(), chosen.below());
    }
    var chosen = object.object().add(slot, follow.edge(), slot.condition().and(demand));
    return new Placed(object.fetch(), chosen.below());
  }

  private Placed jump(Path path, Step.Jump jump, Condition demand, int group) {
    var after = new ArrayList<FetchNode>();
    after.add(place(before(path), demand, group).fetch());
    for (var need : jump.needs()) {
      after.add(place(need, demand, group).fetch());
    }
    var fetch =
        entries.computeIfAbsent(
            path,
            _ -> {
              var made = FetchNode.ofEntities(group, path.subgraph(), path.position());
              graph.add(made);
              return made;
            });
    fetch.after().addAll(after);
    var entrance = new FetchNode.Entrance(jump.view(), jump.target());
    var branch =
        fetch
            .branches()
            .computeIfAbsent(
                entrance,
                _ ->
                    new FetchNode.Branch(
                        entrance,
                        jump.typename(),
                        jump.key(),
                        jump.input(),
                        jump.context(),
                        new Selection(
                            path.position(),
                            jump.target(),
                            !jump.view().equals(path.position().type()))));
    return new Placed(fetch, branch.selection());
  }
}
