package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.planning.path.ContextInput;
import dev.orrery.gateway.planning.path.Position;
import dev.orrery.gateway.planning.path.RequiredField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A fetch in the making: a subgraph asked for something at a position, after other fetches.
/// Mutable while passes rewrite the graph.
final class FetchNode {
  private final int group;
  private final String subgraph;
  private final Position at;
  private final @Nullable Selection root;
  private final Map<Entrance, Branch> branches = new LinkedHashMap<>();
  private final Set<FetchNode> after = new LinkedHashSet<>();

  /// How an entity fetch enters the subgraph.
  ///
  /// @param view the object type that it is for, or the position's type
  /// @param target the type by the subgraph's schema
  record Entrance(String view, String target) {}

  /// What an entity fetch sends and asks by one entrance.
  static final class Branch {
    private final Entrance entrance;
    private final String typename;
    private final FieldSet key;
    private final List<RequiredField> input;
    private final List<ContextInput> context;
    private final Selection selection;

    Branch(
        Entrance entrance,
        String typename,
        FieldSet key,
        List<RequiredField> input,
        List<ContextInput> context,
        Selection selection) {
      this.entrance = entrance;
      this.typename = typename;
      this.key = key;
      this.input = new ArrayList<>(input);
      this.context = List.copyOf(context);
      this.selection = selection;
    }

    Entrance entrance() {
      return entrance;
    }

    String typename() {
      return typename;
    }

    FieldSet key() {
      return key;
    }

    List<RequiredField> input() {
      return input;
    }

    List<ContextInput> context() {
      return context;
    }

    Selection selection() {
      return selection;
    }

    /// Whether one representation can carry what both send. What one of them sends more must be
    /// there whenever the other is asked, or a skipped field would take its neighbours along.
    boolean goesWith(Branch other) {
      return key.equals(other.key)
          && context.equals(other.context)
          && agree(input, other.input)
          && (Set.copyOf(input).equals(Set.copyOf(other.input))
              || selection.condition().equals(other.selection.condition()));
    }

    private static boolean agree(List<RequiredField> ours, List<RequiredField> theirs) {
      for (var mine : ours) {
        for (var other : theirs) {
          if (mine.slot().field().equals(other.slot().field())
              && mine.ofType().equals(other.ofType())
              && (mine.slot() != other.slot() || !agree(mine.children(), other.children()))) {
            return false;
          }
        }
      }
      return true;
    }

    void addAll(Branch other) {
      other.input.stream().filter(field -> !input.contains(field)).forEach(input::add);
      selection.addAll(other.selection);
    }
  }

  private FetchNode(int group, String subgraph, Position at, @Nullable Selection root) {
    this.group = group;
    this.subgraph = subgraph;
    this.at = at;
    this.root = root;
  }

  static FetchNode ofRoot(int group, String subgraph, Position at) {
    return new FetchNode(group, subgraph, at, new Selection(at, at.type(), true));
  }

  static FetchNode ofEntities(int group, String subgraph, Position at) {
    return new FetchNode(group, subgraph, at, null);
  }

  /// Fetches of different groups never merge; those of a group run before those of the next.
  int group() {
    return group;
  }

  String subgraph() {
    return subgraph;
  }

  Position at() {
    return at;
  }

  /// Null for an entity fetch.
  @Nullable Selection root() {
    return root;
  }

  boolean isRoot() {
    return root != null;
  }

  Map<Entrance, Branch> branches() {
    return branches;
  }

  Set<FetchNode> after() {
    return after;
  }

  List<Selection> selections() {
    return root != null
        ? List.of(root)
        : branches.values().stream().map(Branch::selection).toList();
  }

  boolean dependsOn(FetchNode other) {
    var seen = new HashSet<FetchNode>();
    var open = new ArrayDeque<>(after);
    while (!open.isEmpty()) {
      var before = open.pop();
      if (before == other) {
        return true;
      }
      if (seen.add(before)) {
        open.addAll(before.after);
      }
    }
    return false;
  }
}
