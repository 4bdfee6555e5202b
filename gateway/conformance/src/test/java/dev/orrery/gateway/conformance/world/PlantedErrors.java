package dev.orrery.gateway.conformance.world;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.DataFetcherResult;
import graphql.execution.ResultPath;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns the errors that `data.json` plants into GraphQL errors, and reports faults.
final class PlantedErrors implements DataFetcherExceptionHandler {
  private final Consumer<String> faults;

  PlantedErrors(Consumer<String> faults) {
    this.faults = faults;
  }

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    Throwable thrown = parameters.getException();
    GraphQLError error;
    if (thrown instanceof PlannedError planted) {
      error = at(parameters.getPath(), planted);
    } else {
      faults.accept(thrown instanceof Fault ? thrown.getMessage() : thrown.toString());
      error =
          GraphqlErrorBuilder.newError()
              .message("%s", thrown.getMessage())
              .path(parameters.getPath())
              .build();
    }
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(error).build());
  }

  static GraphQLError at(ResultPath path, PlannedError planted) {
    return GraphqlErrorBuilder.newError()
        .message("%s", planted.getMessage())
        .path(path)
        .extensions(planted.getExtensions())
        .build();
  }

  /// Takes the errors out of a list and puts them where the items were.
  static @Nullable Object separate(@Nullable Object value, DataFetchingEnvironment environment) {
    if (!(value instanceof List<?>)) {
      return value;
    }
    List<GraphQLError> errors = new ArrayList<>();
    Object clean = clean(value, environment.getExecutionStepInfo().getPath(), errors);
    return errors.isEmpty()
        ? value
        : DataFetcherResult.newResult().data(clean).errors(errors).build();
  }

  private static @Nullable Object clean(
      @Nullable Object value, ResultPath path, List<GraphQLError> errors) {
    return switch (value) {
      case PlannedError planted -> {
        errors.add(at(path, planted));
        yield null;
      }
      case List<?> list -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
          items.add(clean(list.get(i), path.segment(i), errors));
        }
        yield items;
      }
      case null, default -> value;
    };
  }
}
