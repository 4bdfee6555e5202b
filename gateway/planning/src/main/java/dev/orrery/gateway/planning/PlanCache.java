package dev.orrery.gateway.planning;

import dev.orrery.gateway.planning.QueryPlanner.Limits;
import dev.orrery.gateway.planning.QueryPlanner.Normalized;
import dev.orrery.gateway.planning.access.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Keeps plans, the least recently used out first. Documents that normalise to the same operation
/// share a plan; a document seen before costs one look-up, without parsing. Safe to share between
/// threads: of those that ask for the same at once, one plans and the others wait.
///
/// What is kept depends on the planner's schema, so one cache can serve through a change of
/// supergraph.
public final class PlanCache {
  private final Limits limits;
  private final Recent<DocumentKey, Normalized> documents;
  private final Recent<PlanKey, PlanResult> plans;

  private record DocumentKey(String schema, String document, @Nullable String operationName) {}

  private record PlanKey(
      String schema,
      String operation,
      @Nullable String name,
      Set<String> labels,
      Set<Requirement> unmet) {}

  /// @param capacity how many plans to keep, and how many documents
  public PlanCache(int capacity, Limits limits) {
    this.limits = limits;
    this.documents = new Recent<>(capacity);
    this.plans = new Recent<>(capacity);
  }

  /// Like [QueryPlanner#plan]. Refusals are kept too, unless time ran out.
  public PlanResult plan(
      QueryPlanner planner,
      String document,
      @Nullable String operationName,
      PlanningOptions options) {
    return switch (normalized(planner, document, operationName)) {
      case Normalized.Failed(var refused) -> refused;
      case Normalized.Ok(var operation) -> {
        var labels = new TreeSet<>(options.activeOverrideLabels());
        labels.retainAll(planner.overrideLabels());
        // What does not guard this operation must not tell plans apart.
        var unmet = new HashSet<>(options.unmet());
        if (!unmet.isEmpty()) {
          unmet.retainAll(planner.access().guarding(operation));
        }
        yield plans.get(
            new PlanKey(planner.schemaId(), operation.text(), operation.name(), labels, unmet),
            () -> {
              var attempt = planner.attempt(operation, new PlanningOptions(labels, unmet), limits);
              return new Recent.Made<>(attempt.result(), attempt.repeatable());
            });
      }
    };
  }

  /// The requirements that decide about a document that was validated before. Viewers who meet the
  /// same ones of them share a plan.
  public Set<Requirement> guarding(
      QueryPlanner planner, String document, @Nullable String operationName) {
    if (planner.access().isEmpty()) {
      return Set.of();
    }
    return switch (normalized(planner, document, operationName)) {
      case Normalized.Failed _ -> Set.of();
      case Normalized.Ok(var operation) -> planner.access().guarding(operation);
    };
  }

  private Normalized normalized(
      QueryPlanner planner, String document, @Nullable String operationName) {
    return documents.get(
        new DocumentKey(planner.schemaId(), document, operationName),
        () -> new Recent.Made<>(planner.normalize(document, operationName, limits), true));
  }

  /// Plans for another schema what is in use now, the most recent first, so that a change of
  /// supergraph finds its plans made. Takes as long as that takes; stops when the thread is
  /// interrupted.
  public void warm(QueryPlanner next) {
    var known = new ArrayList<>(documents.keys());
    for (var key : known.reversed()) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      if (!key.schema().equals(next.schemaId())) {
        plan(next, key.document(), key.operationName(), PlanningOptions.DEFAULT);
      }
    }
  }

  /// How many plans are kept.
  public int size() {
    return plans.size();
  }
}
