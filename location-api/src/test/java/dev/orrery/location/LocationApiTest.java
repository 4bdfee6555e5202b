package dev.orrery.location;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import dev.orrery.kit.testing.*;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = PostgresResource.class, initArgs = @ResourceArg(name = "service", value = "location"))
@QuarkusTestResource(value = NatsResource.class, initArgs = @ResourceArg(name = "service", value = "location"))
@QuarkusTestResource(TokensResource.class)
class LocationApiTest {
  TokensForTests tokens;

  @Test
  void answers() {
    String org = "org_01h455vb4pex5vsknk084sn02q";
    Graph g = Graph.as(tokens.of("user_01h455vb4pex5vsknk084sn02q", Map.of(org, "EDITOR")));
    System.out.println(g.ask("{ _service { sdl } }").prettify().substring(0, 1500));
    System.out.println(g.ask("mutation($i: CreateRegionInput!) { createRegion(input: $i) { region { id name version labels organization { id } parent { id } } } }", Map.of("i", Map.of("organization", org, "name", "Europe", "labels", Map.of("a", "b")))).prettify());
    System.out.println(g.ask("{ regions(labels: \"a=b,c!=d\", where: {name: {startsWith: \"E\"}}, orderBy: [{field: NAME, direction: DESC}]) { totalCount pageInfo { endCursor hasNextPage } nodes { id name sites { nodes { name } totalCount } } } }").prettify());
  }
}
