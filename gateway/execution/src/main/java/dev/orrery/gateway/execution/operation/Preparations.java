package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.coalescing.InFlight;
import dev.orrery.gateway.execution.cost.CostLimits;
import dev.orrery.gateway.execution.cost.CostRules;
import dev.orrery.gateway.execution.cost.OperationCost;
import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.planning.access.Requirement;
import dev.orrery.gateway.planning.plan.QueryPlan;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Prepares operations, once each, off the event loop, and keeps the outcome.
public final class Preparations {
  /// Longer documents are prepared anew each time rather than kept: nobody repeats them, save to
  /// fill the memory.
  static final int LONGEST_KEPT = 32 * 1024;

  private final Vertx vertx;
  private final GraphQLSchema schema;
  private final DocumentReader reader;
  private final PlanSource plans;
  private final boolean introspection;
  private final CostRules costs;
  private final CostLimits costLimits;
  private final BoundedCache<Key, Preparation> kept;
  private final InFlight<Key, Preparation> inFlight = new InFlight<>();

  private final BoundedCache<PlanKey, Preparation.Ready> programs;

  /// Which requirements make a difference, for each document that is kept: viewers who differ in
  /// nothing else share what is prepared.
  private final BoundedCache<Named, Set<Requirement>> guards;

  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  private record Key(Named document, Set<String> labels, Set<Requirement> unmet) {}

  private record Named(String query, @Nullable String operationName) {}

  /// @param introspection whether `__schema` and `__type` may be asked for
  public Preparations(
      Vertx vertx,
      GraphQLSchema apiSchema,
      OperationLimits limits,
      PlanSource plans,
      boolean introspection,
      CostRules costs,
      CostLimits costLimits,
      int most) {
    this.vertx = vertx;
    this.schema = apiSchema;
    this.reader = new DocumentReader(apiSchema, limits);
    this.plans = plans;
    this.introspection = introspection;
    this.costs = costs;
    this.costLimits = costLimits;
    this.kept = new BoundedCache<>(most);
    this.programs = new BoundedCache<>(most);
    this.guards = new BoundedCache<>(most);
  }

  /// Completed already when the operation was prepared before.
  ///
  /// @param labels those of the progressive overrides that hold
  /// @param unmet the requirements of access that the viewer does not meet
  public Future<Preparation> prepare(
      String query, @Nullable String operationName, Set<String> labels, Set<Requirement> unmet) {
    Named document = new Named(query, operationName);
    if (unmet.isEmpty()) {
      return prepare(new Key(document, labels, unmet));
    }
    Set<Requirement> known = guards.get(document);
    if (known != null) {
      return prepare(new Key(document, labels, both(known, unmet)));
    }
    return vertx
        .executeBlocking(() -> both(guarding(document), unmet), false)
        .compose(lacking -> prepare(new Key(document, labels, Objects.requireNonNull(lacking))));
  }

  private Set<Requirement> guarding(Named document) {
    Set<Requirement> guarding =
        reader.read(document.query, document.operationName) instanceof DocumentReader.Reading.Valid
            ? plans.guarding(document.query, document.operationName)
            : Set.of();
    if (document.query.length() <= LONGEST_KEPT) {
      guards.put(document, guarding);
    }
    return guarding;
  }

  private static Set<Requirement> both(Set<Requirement> some, Set<Requirement> others) {
    Set<Requirement> both = new HashSet<>(some);
    both.retainAll(others);
    return both;
  }

  private Future<Preparation> prepare(Key key) {
    Preparation known = kept.get(key);
    if (known != null) {
      hits.increment();
      return Future.succeededFuture(known);
    }
    misses.increment();
    return inFlight.join(
        key,
        () ->
            vertx
                .executeBlocking(() -> prepareNow(key), false)
                .onSuccess(preparation -> {
                  if (key.document.query.length() <= LONGEST_KEPT && mayBeKept(preparation)) {
                    kept.put(key, preparation);
                  }
                }));
  }

  /// How often an operation was prepared before.
  public long hits() {
    return hits.sum();
  }

  /// How often an operation had to be prepared.
  public long misses() {
    return misses.sum();
  }

  /// Prepares what `other` has kept, so that a graph that replaces another starts warm.
  public Future<Void> warmUpLike(Preparations other) {
    Future<?> last = Future.succeededFuture();
    for (Key key : other.kept.keys()) {
      last = last.transform(_ -> prepare(key));
    }
    return last.mapEmpty();
  }

  /// A plan that was not found in time may be found when there is less to do.
  private static boolean mayBeKept(Preparation preparation) {
    return switch (preparation) {
      case Preparation.Ready _, Preparation.Refused _ -> true;
      case Preparation.Unplanned(var error) ->
          !error.code().equals(ErrorCode.PLAN_TOO_COMPLEX.name());
    };
  }

  private Preparation prepareNow(Key key) {
    return switch (reader.read(key.document.query, key.document.operationName)) {
      case DocumentReader.Reading.Invalid(var errors) -> new Preparation.Refused(errors);
      case DocumentReader.Reading.Valid(var document, var operation) -> {
        if (!introspection && Introspections.appearIn(document)) {
          yield new Preparation.Refused(
              List.of(
                  GraphQlError.of(
                      ErrorCode.GRAPHQL_VALIDATION_FAILED, "Introspection is switched off.")));
        }
        if (operation.getOperation() == OperationDefinition.Operation.SUBSCRIPTION) {
          yield new Preparation.Refused(
              List.of(
                  GraphQlError.of(
                      ErrorCode.GRAPHQL_VALIDATION_FAILED,
                      "Subscriptions are not served as requests with one response.")));
        }
        yield plan(key, OperationCost.of(costs, costLimits, document, operation));
      }
    };
  }

  private Preparation plan(Key key, OperationCost cost) {
    return switch (plans.plan(
        key.document.query, key.document.operationName, key.labels, key.unmet)) {
      case PlanSource.Outcome.Planned(var plan) -> ready(new PlanKey(plan), cost);
      case PlanSource.Outcome.Unplanned(var error) -> new Preparation.Unplanned(error);
    };
  }

  /// The program of a plan. Documents that share a plan share its program, and so their requests in
  /// flight.
  private Preparation.Ready ready(PlanKey key, OperationCost cost) {
    Preparation.Ready known = programs.get(key);
    if (known != null) {
      return known;
    }
    QueryPlan plan = key.plan;
    Preparation.Ready ready =
        new Preparation.Ready(
            new Program(plan), new VariableCoercion(schema, plan.variables()), cost);
    programs.put(key, ready);
    return ready;
  }

  /// A plan by identity: comparing two of them by content costs more than making a program.
  private static final class PlanKey {
    private final QueryPlan plan;

    PlanKey(QueryPlan plan) {
      this.plan = plan;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof PlanKey key && key.plan == plan;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(plan);
    }
  }
}
