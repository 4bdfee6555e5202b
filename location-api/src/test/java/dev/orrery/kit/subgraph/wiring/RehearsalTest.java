package dev.orrery.kit.subgraph.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.PostgresResource;
import dev.orrery.kit.testing.SqlStatements;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.kit.testing.TokensResource;
import graphql.GraphQL;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "location"))
@WithTestResource(
    value = NatsResource.class,
    initArgs = @ResourceArg(name = "service", value = "location"))
@WithTestResource(TokensResource.class)
class RehearsalTest {
  TokensForTests tokens;

  @Inject GraphQL graphQl;
  @Inject Loaders loaders;

  @BeforeEach
  void aRegion() {
    String organization = TypeId.generate("org").toString();
    Graph.as(tokens.of(TypeId.generate("user").toString(), Map.of(organization, "EDITOR")))
        .data(
            "mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id } } }",
            Map.of("i", Map.of("organization", organization, "name", "Europe")));
  }

  @Test
  void asksNothingThatTheSubgraphDoesNotAnswer() {
    Rehearsal rehearsal = new Rehearsal(graphQl, loaders, false);
    List<String> queries = RehearsalQueries.of(graphQl.getGraphQLSchema());

    assertThat(queries).hasSizeGreaterThan(8);
    for (String query : queries) {
      assertThat(rehearsal.answer(query).getErrors()).as(query).isEmpty();
    }
  }

  @Test
  void isReadyWhenEveryTableWasReadAndNotBefore() throws InterruptedException {
    Rehearsal rehearsal = new Rehearsal(graphQl, loaders, true);
    assertThat(rehearsal.call().getStatus()).isEqualTo(Status.DOWN);

    try (SqlStatements statements = SqlStatements.record()) {
      rehearsal.start(new StartupEvent());
      for (int i = 0; i < 600 && rehearsal.call().getStatus() == Status.DOWN; i++) {
        Thread.sleep(Duration.ofMillis(100));
      }

      assertThat(rehearsal.call().getStatus()).isEqualTo(Status.UP);
      for (String table : List.of("region", "site", "room", "rack")) {
        assertThat(statements.about(" " + table + " ")).as(table).isNotEmpty();
      }
    }
  }
}
