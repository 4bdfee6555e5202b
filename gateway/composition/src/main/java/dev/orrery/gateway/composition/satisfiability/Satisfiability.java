package dev.orrery.gateway.composition.satisfiability;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Last stage: shows that every operation the API schema allows can be answered by the subgraphs,
/// or gives one that cannot.
///
/// It walks all paths from the roots. A state of the walk is an object together with all the spots
/// where it may be held by then; a state that offers no fewer spots than one already shown to be
/// fine is not walked again, so the walk ends although paths may be endless.
///
/// Specification: Federation, "Composition rules", section "Rules of composition". Every query must
/// be resolvable by the subgraphs.
public final class Satisfiability {
  private static final int MOST_SPOTS = 1_000_000;

  private final Supergraph supergraph;
  private final Function<String, List<Place>> placesOf;
  private final Findings findings;
  private final Labels labels;
  private final Map<Set<String>, Reach> reaches = new HashMap<>();
  private final Map<String, List<Set<Spot>>> visited = new HashMap<>();
  private final ArrayDeque<State> open = new ArrayDeque<>();
  private final RuntimeTypes runtimeTypes;
  private final Set<String> reported;
  private final List<SupergraphType> settingContexts;

  private Satisfiability(
      Supergraph supergraph,
      Labels labels,
      Function<String, List<Place>> placesOf,
      Findings findings,
      RuntimeTypes runtimeTypes,
      Set<String> reported) {
    this.runtimeTypes = runtimeTypes;
    this.supergraph = supergraph;
    this.labels = labels;
    this.placesOf = placesOf;
    this.findings = findings;
    this.reported = reported;
    settingContexts =
        supergraph.types().values().stream()
            .filter(type -> type.directive("context").findAny().isPresent())
            .toList();
  }

  private record State(String object, Set<Spot> spots, Set<String> contexts, @Nullable Step path) {}

  /// @param placesOf where the subgraphs declare the field of that coordinate
  public static void check(
      Supergraph supergraph, Function<String, List<Place>> placesOf, Findings findings) {
    check(supergraph, placesOf, findings, MOST_SPOTS);
  }

  /// @param mostSpots how many spots all states of a walk may have together
  static void check(
      Supergraph supergraph,
      Function<String, List<Place>> placesOf,
      Findings findings,
      int mostSpots) {
    var runtimeTypes = new RuntimeTypes(supergraph, placesOf, findings);
    var reported = new HashSet<String>();
    for (var labels : Labels.assumptions(supergraph)) {
      if (!new Satisfiability(supergraph, labels, placesOf, findings, runtimeTypes, reported)
          .walk(mostSpots)) {
        findings.error(
            ErrorCode.MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED,
            "Maximum number of validation subgraph paths exceeded: more than %d ways through the subgraphs would have to be looked at"
                .formatted(mostSpots),
            supergraph.roots().query(),
            List.of());
        return;
      }
    }
  }

  /// Answers whether it came to an end.
  private boolean walk(int mostSpots) {
    supergraph
        .roots()
        .names()
        .forEach(root -> {
          var spots = new LinkedHashSet<Spot>();
          supergraph
              .composite(root)
              .subgraphs()
              .forEach(subgraph -> spots.add(Spot.plain(subgraph, root)));
          visit(new State(root, spots, contextsOf(root, Set.of()), null));
        });
    var spots = 0;
    while (!open.isEmpty()) {
      var state = open.remove();
      spots += state.spots().size();
      if (spots > mostSpots) {
        return false;
      }
      expand(state);
    }
    return true;
  }

  private void visit(State state) {
    var key = state.object() + state.contexts();
    var seen = visited.computeIfAbsent(key, _ -> new ArrayList<>());
    if (seen.stream().noneMatch(state.spots()::containsAll)) {
      seen.add(state.spots());
      open.add(state);
    }
  }

  private void expand(State state) {
    var reach =
        reaches.computeIfAbsent(
            state.contexts(), contexts -> new Reach(supergraph, labels, contexts));
    for (var field : supergraph.composite(state.object()).fields().values()) {
      if (isHidden(field)) {
        continue;
      }
      var step = new Step(state.path(), state.object(), field.name());
      var next = new LinkedHashSet<Spot>();
      var resolving = new LinkedHashMap<Spot, Set<Spot>>();
      for (var spot : state.spots()) {
        for (var each : reach.from(state.object(), spot)) {
          if (reach.resolves(state.object(), each, field.name())) {
            var below = reach.below(each, field.name());
            resolving.put(each, below);
            next.addAll(below);
          }
        }
      }
      if (resolving.isEmpty()) {
        report(state, field, step, reach);
      } else {
        runtimeTypes.check(step, field, resolving);
      }
      for (var object : reach.objects(next)) {
        if (!supergraph.composite(object).inaccessible()) {
          visit(
              new State(
                  object, reach.holding(object, next), contextsOf(object, state.contexts()), step));
        }
      }
    }
  }

  private boolean isHidden(Field field) {
    return field.directives().stream().anyMatch(it -> it.name().equals("inaccessible"))
        || supergraph
            .find(field.type().baseName())
            .filter(SupergraphType::inaccessible)
            .isPresent();
  }

  /// The contexts set once the path has come to the object.
  private Set<String> contextsOf(String object, Set<String> before) {
    if (settingContexts.isEmpty()) {
      return before;
    }
    var contexts = new TreeSet<>(before);
    for (var type : settingContexts) {
      if (supergraph.possibleTypes(type.name()).contains(object)) {
        type.directive("context").flatMap(it -> it.string("name").stream()).forEach(contexts::add);
      }
    }
    return contexts;
  }

  private void report(State state, Field field, Step step, Reach reach) {
    var coordinate = state.object() + "." + field.name();
    if (!reported.add(coordinate)) {
      return;
    }
    findings.error(
        ErrorCode.SATISFIABILITY_ERROR,
        "The following supergraph API query:\n%s\ncannot be satisfied by the subgraphs because:%s"
            .formatted(
                step.operation(supergraph),
                new Reasons(supergraph, reach)
                    .explain(state.object(), field.name(), state.spots())),
        coordinate,
        placesOf.apply(coordinate));
  }
}
