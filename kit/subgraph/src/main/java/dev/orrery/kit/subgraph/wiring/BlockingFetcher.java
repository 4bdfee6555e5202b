package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.RefusedException;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Runs a feature's code on a virtual thread, after the ids among its arguments were checked.
record BlockingFetcher(Fetcher fetcher, Loaders loaders, RefusalListener refusals)
    implements DataFetcher<CompletableFuture<@Nullable Object>> {

  @Override
  public CompletableFuture<@Nullable Object> get(DataFetchingEnvironment environment) {
    IdArguments.check(environment);
    return loaders.async(environment.getGraphQlContext(), () -> answer(environment));
  }

  private @Nullable Object answer(DataFetchingEnvironment environment) {
    Request request = new Request(environment);
    try {
      return value(fetcher.fetch(request));
    } catch (RefusedException refused) {
      if (environment.getParentType().equals(environment.getGraphQLSchema().getMutationType())) {
        refusals.refused(
            request.viewer(), environment.getField().getName(), input(request), refused.error());
      }
      throw refused;
    }
  }

  private static Map<String, @Nullable Object> input(Request request) {
    return request.arguments().get("input") == null ? Map.of() : request.input();
  }

  private static @Nullable Object value(@Nullable Object result) {
    return switch (result) {
      case Answer.Granted<?>(var value) -> value;
      case Answer.Refused<?>(var error) -> throw new RefusedException(error);
      case null, default -> result;
    };
  }
}
