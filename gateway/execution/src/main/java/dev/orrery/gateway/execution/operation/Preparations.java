package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.coalescing.InFlight;
import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.program.Program;
import graphql.language.OperationDefinition;
import graphql.schema.GraphQLSchema;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prepares operations, once each, off the event loop, and keeps the outcome.
public final class Preparations {
  /// Longer documents are prepared anew each time rather than kept: nobody repeats them, save to
  /// fill the memory.
  private static final int LONGEST_KEPT = 32 * 1024;

  private final Vertx vertx;
  private final GraphQLSchema schema;
  private final DocumentReader reader;
  private final PlanSource plans;
  private final boolean introspection;
  private final BoundedCache<Key, Preparation> kept;
  private final InFlight<Key, Preparation> inFlight = new InFlight<>();

  private record Key(String query, @Nullable String operationName) {}

  /// @param introspection whether `__schema` and `__type` may be asked for
  public Preparations(
      Vertx vertx,
      GraphQLSchema apiSchema,
      OperationLimits limits,
      PlanSource plans,
      boolean introspection,
      int most) {
    this.vertx = vertx;
    this.schema = apiSchema;
    this.reader = new DocumentReader(apiSchema, limits);
    this.plans = plans;
    this.introspection = introspection;
    this.kept = new BoundedCache<>(most);
  }

  /// Completed already when the operation was prepared before.
  public Future<Preparation> prepare(String query, @Nullable String operationName) {
    Key key = new Key(query, operationName);
    Preparation known = kept.get(key);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return inFlight.join(
        key,
        () ->
            vertx
                .executeBlocking(() -> prepareNow(query, operationName), false)
                .onSuccess(preparation -> {
                  if (query.length() <= LONGEST_KEPT && mayBeKept(preparation)) {
                    kept.put(key, preparation);
                  }
                }));
  }

  /// A plan that was not found in time may be found when there is less to do.
  private static boolean mayBeKept(Preparation preparation) {
    return switch (preparation) {
      case Preparation.Ready _, Preparation.Refused _ -> true;
      case Preparation.Unplanned(var error) ->
          !error.code().equals(ErrorCode.PLAN_TOO_COMPLEX.name());
    };
  }

  private Preparation prepareNow(String query, @Nullable String operationName) {
    return switch (reader.read(query, operationName)) {
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
        yield plan(query, operationName);
      }
    };
  }

  private Preparation plan(String query, @Nullable String operationName) {
    return switch (plans.plan(query, operationName)) {
      case PlanSource.Outcome.Planned(var plan) ->
          new Preparation.Ready(new Program(plan), new VariableCoercion(schema, plan.variables()));
      case PlanSource.Outcome.Unplanned(var error) -> new Preparation.Unplanned(error);
    };
  }
}
