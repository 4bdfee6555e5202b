package dev.orrery.location;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.NatsResource;
import dev.orrery.kit.testing.PostgresResource;
import dev.orrery.kit.testing.TokenAttacks;
import dev.orrery.kit.testing.TokensForTests;
import dev.orrery.kit.testing.TokensResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;

/// A subgraph's door, which is the same for all.
@QuarkusTest
@WithTestResource(
    value = PostgresResource.class,
    initArgs = @ResourceArg(name = "service", value = "location"))
@WithTestResource(
    value = NatsResource.class,
    initArgs = @ResourceArg(name = "service", value = "location"))
@WithTestResource(TokensResource.class)
class TokenAttacksTest implements TokenAttacks {
  private static final int TOO_LARGE_FOR_ANY_HEADER = 431;

  TokensForTests tokens;

  @Override
  public TokensForTests keys() {
    return tokens;
  }

  @Override
  public boolean admits(String token) {
    Response answer =
        given()
            .header("Authorization", "Bearer " + token)
            .contentType("application/json")
            .body("{\"query\": \"{ sites { totalCount } }\"}")
            .post("/graphql");
    assertThat(answer.statusCode()).isIn(200, 401, TOO_LARGE_FOR_ANY_HEADER);
    if (answer.statusCode() == 401) {
      assertThat(answer.jsonPath().getString("errors[0].extensions.code"))
          .isEqualTo("UNAUTHENTICATED");
    }
    return answer.statusCode() == 200;
  }
}
