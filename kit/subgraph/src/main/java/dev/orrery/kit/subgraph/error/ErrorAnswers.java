package dev.orrery.kit.subgraph.error;

import dev.orrery.kit.access.InvalidTokenException;
import dev.orrery.kit.database.DatabaseUnavailable;
import dev.orrery.kit.ids.MalformedIdException;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.schema.DataFetchingEnvironment;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The one place where refusals and failures become GraphQL errors.
///
/// A bug answers `INTERNAL` with a trace id; what happened is in the log beside that id, and
/// nowhere else.
public final class ErrorAnswers implements DataFetcherExceptionHandler {
  private static final Logger LOG = Logger.getLogger(ErrorAnswers.class);

  /// Under this name the request's trace id stands in the GraphQL context.
  public static final String TRACE_ID = "orrery.traceId";

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    GraphQLError error =
        errorOf(parameters.getException(), parameters.getDataFetchingEnvironment());
    return CompletableFuture.completedFuture(
        DataFetcherExceptionHandlerResult.newResult(error).build());
  }

  private static GraphQLError errorOf(Throwable failure, DataFetchingEnvironment environment) {
    Throwable cause = unwrapped(failure);
    return switch (cause) {
      case RefusedException refused -> error(environment, refused.error());
      case MalformedIdException malformed ->
          error(
              environment,
              ErrorCode.INVALID_ARGUMENT,
              String.valueOf(malformed.getMessage()),
              Map.of());
      case InvalidTokenException invalid ->
          error(
              environment,
              ErrorCode.UNAUTHENTICATED,
              String.valueOf(invalid.getMessage()),
              Map.of());
      case DatabaseUnavailable unavailable -> {
        LOG.warnf("%s: %s", traceId(environment), unavailable.getMessage());
        yield error(
            environment,
            ErrorCode.UNAVAILABLE,
            "the service cannot reach its database; try again",
            Map.of("traceId", traceId(environment)));
      }
      default -> {
        LOG.errorf(
            cause,
            "%s: %s failed",
            traceId(environment),
            environment.getExecutionStepInfo().getPath());
        yield error(
            environment,
            ErrorCode.INTERNAL,
            "an internal error; the trace id finds it in the log",
            Map.of("traceId", traceId(environment)));
      }
    };
  }

  private static GraphQLError error(DataFetchingEnvironment environment, DomainError refusal) {
    return error(environment, refusal.code(), refusal.message(), refusal.details());
  }

  /// An error at the place of a fetcher, in the form all errors of a subgraph have.
  public static GraphQLError error(
      DataFetchingEnvironment environment,
      ErrorCode code,
      String message,
      Map<String, Object> details) {
    Map<String, Object> extensions = new HashMap<>(details);
    extensions.put("code", code.name());
    return GraphqlErrorBuilder.newError(environment)
        .message("%s", message)
        .extensions(extensions)
        .build();
  }

  private static String traceId(DataFetchingEnvironment environment) {
    return environment.getGraphQlContext().getOrDefault(TRACE_ID, "unknown");
  }

  private static Throwable unwrapped(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? unwrapped(cause) : failure;
  }
}
