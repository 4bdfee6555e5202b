package dev.orrery.gateway.planning.random;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.world.Federation;
import dev.orrery.gateway.planning.world.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Runs through seeds: for each a graph, its data, and some operations, checked one by one.
///
/// There are 300 seeds; `-Dseeds=10000` takes that many, `-Dfrom=5001` leaves those before it out,
/// and `-Dseed=4711` takes but the one. Two modules share them, so that together they run each seed
/// once: planning takes the odd ones, execution the even ones.
public final class Seeds {
  private static final int ALL = Integer.getInteger("seeds", 300);
  private static final int FROM = Integer.getInteger("from", 1);
  private static final int ONE = Integer.getInteger("seed", 0);
  private static final int OPERATIONS = Integer.getInteger("operations", 6);
  private static final int MOST_FAILURES = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Looks whether a gateway over a graph answers an operation as it should.
  public interface Check {
    /// What is wrong; empty when nothing is.
    Optional<Problem> problem(Federation federation, RandomOperation operation);
  }

  /// What a run came to.
  ///
  /// @param graphs how many seeds gave a graph that composes
  /// @param answered how many valid operations were compared
  /// @param tooComplex how many valid operations the planner refused for their size
  /// @param failures each with everything that is needed to look into it
  public record Outcome(
      int seeds, int graphs, int answered, int tooComplex, List<String> failures) {
    /// Whether next to all operations were answered.
    public boolean isThorough() {
      return graphs >= seeds / 2 && tooComplex * 200 <= answered + 200;
    }
  }

  private final Check check;
  private final List<String> failures = new ArrayList<>();
  private int seeds;
  private int graphs;
  private int answered;
  private int tooComplex;
  // Shrinking tries many operations on one graph.
  private Draft lastDraft;
  private Optional<Federation> lastFederation = Optional.empty();

  private Seeds(Check check) {
    this.check = check;
  }

  /// @param even whether to take the even seeds, or the odd ones
  public static Outcome run(boolean even, Check check) {
    var run = new Seeds(check);
    var start = System.nanoTime();
    var first = FROM + (FROM % 2 == 0 == even ? 0 : 1);
    for (var seed = first; seed <= ALL && run.failures.size() < MOST_FAILURES; seed += 2) {
      if (ONE == 0) {
        run.seed(seed);
      }
      if (run.seeds % 500 == 0 && run.seeds > 0) {
        run.tell(start);
      }
    }
    if (ONE != 0 && (ONE % 2 == 0) == even) {
      run.seed(ONE);
    }
    return new Outcome(run.seeds, run.graphs, run.answered, run.tooComplex, run.failures);
  }

  private void tell(long start) {
    System.out.printf(
        Locale.ROOT,
        "%d of %d seeds, %d graphs, %d operations, %d too complex, %d failures, %d s%n",
        seeds,
        (ALL - FROM + 1) / 2,
        graphs,
        answered,
        tooComplex,
        failures.size(),
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  private void seed(int seed) {
    seeds++;
    var draft = RandomGraph.of(seed);
    var supergraph = compose(draft);
    if (supergraph.isEmpty()) {
      return;
    }
    graphs++;
    var federation = Federation.of(supergraph.get());
    var operations = new RandomOperations(federation.planner().api().schema(), seed);
    for (var i = 0; i < OPERATIONS; i++) {
      var operation = operations.next();
      if (federation.isValid(operation.text())) {
        var problem = problem(federation, operation);
        if (problem.filter(p -> p.kind().equals(Problem.TOO_COMPLEX)).isPresent()) {
          tooComplex++;
          continue;
        }
        answered++;
        if (problem.isPresent()) {
          System.out.printf(Locale.ROOT, "seed %d: %s%n", seed, problem.get().kind());
          failures.add(report(seed, new Shrink.Case(draft, operation), problem.get()));
          return;
        }
      }
    }
  }

  private Optional<Problem> problem(Federation federation, RandomOperation operation) {
    try {
      return check.problem(federation, operation);
    } catch (AssertionError | RuntimeException | StackOverflowError e) {
      return Optional.of(Problem.of(e));
    }
  }

  private String report(int seed, Shrink.Case failing, Problem problem) {
    var small =
        Shrink.of(
            failing,
            (draft, operation) ->
                problem(draft, operation).filter(p -> p.kind().equals(problem.kind())).isPresent(),
            PATIENCE);
    var out = new StringBuilder("\n=== seed ").append(seed).append(" ===\n");
    var schemas = small.draft().print();
    for (var s = 0; s < schemas.length; s++) {
      if (!schemas[s].isBlank()) {
        out.append("# ").append(Plot.nameOf(s)).append('\n').append(schemas[s]);
      }
    }
    out.append("\n").append(small.operation().text());
    out.append("\nwith ").append(small.operation().variables()).append("\n\n");
    return out.append(problem(small.draft(), small.operation()).orElse(problem)).toString();
  }

  private Optional<Problem> problem(Draft draft, RandomOperation operation) {
    if (draft != lastDraft) {
      lastDraft = draft;
      lastFederation = compose(draft).flatMap(Seeds::federation);
    }
    return lastFederation
        .filter(federation -> federation.isValid(operation.text()))
        .flatMap(federation -> problem(federation, operation));
  }

  // What is left of a graph that composes need not be a valid schema.
  private static Optional<Federation> federation(Supergraph supergraph) {
    try {
      return Optional.of(Federation.of(supergraph));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Supergraph> compose(Draft draft) {
    return switch (Composer.compose(Federation.sources(draft.print()))) {
      case CompositionResult.Composed(var supergraph, _) -> Optional.of(supergraph);
      case CompositionResult.Failed(var errors, _) -> {
        if (Boolean.getBoolean("why")) {
          System.out.println(errors);
        }
        yield Optional.empty();
      }
    };
  }
}
