package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Viewer;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.GraphQLError;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;

/// Ready once the subgraph has answered itself: a process that has just started takes seconds for
/// what takes it milliseconds later, and the gateway gives nobody seconds.
///
/// It reads what every client could ask for, changes nothing, and shows the answers to nobody.
/// Whatever goes wrong with it is met again by the first client, so it keeps nobody from being
/// ready.
@Readiness
@ApplicationScoped
class Rehearsal implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(Rehearsal.class);
  private static final int ROUNDS = 3;

  /// On a machine so busy, or with a database that hangs, waiting longer does not help those who
  /// wait.
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final GraphQL graphQl;
  private final Loaders loaders;
  private volatile boolean over;

  Rehearsal(
      GraphQL graphQl,
      Loaders loaders,
      @ConfigProperty(name = "orrery.subgraph.rehearsal", defaultValue = "true") boolean wanted) {
    this.graphQl = graphQl;
    this.loaders = loaders;
    this.over = !wanted;
  }

  void start(@Observes StartupEvent event) {
    if (!over) {
      Thread.ofVirtual().name("rehearsal").start(this::rehearse);
    }
  }

  private void rehearse() {
    long begin = System.nanoTime();
    try {
      List<String> queries = RehearsalQueries.of(graphQl.getGraphQLSchema());
      for (int round = 0; round < ROUNDS; round++) {
        for (String query : queries) {
          if (System.nanoTime() - begin > LONGEST.toNanos()) {
            LOG.warnf("ready before the rehearsal was over: it took more than %s", LONGEST);
            return;
          }
          ask(query);
        }
      }
      LOG.debugf(
          "%d queries were rehearsed in %d ms",
          queries.size(), Duration.ofNanos(System.nanoTime() - begin).toMillis());
    } finally {
      over = true;
    }
  }

  private void ask(String query) {
    try {
      List<GraphQLError> errors = answer(query).getErrors();
      if (!errors.isEmpty()) {
        LOG.debugf("a rehearsal was refused: %s of %s", errors, query);
      }
    } catch (CompletionException | IllegalStateException broken) {
      LOG.debugf(broken, "a rehearsal came to nothing: %s", query);
    }
  }

  ExecutionResult answer(String query) {
    Map<Object, Object> context = Map.of(Viewer.class, Viewer.operator("rehearsal"));
    return graphQl
        .executeAsync(
            ExecutionInput.newExecutionInput(query)
                .graphQLContext(context)
                .graphQLContext(GraphQlEndpoint::chainLoaders)
                .dataLoaderRegistry(loaders.forRequest(GraphQLContext.of(context)))
                .build())
        .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("rehearsal").status(over).build();
  }
}
