package dev.orrery.gateway.planning.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QueryPlanPrinterTest {
  private static final QueryPlan PLAN =
      new QueryPlan(
          OperationKind.QUERY,
          new PlanNode.Sequence(
              List.of(
                  new PlanNode.RootFetch(
                      0,
                      "accounts",
                      OperationKind.QUERY,
                      "query($n:Int){users(first:$n){id}}",
                      List.of("n"),
                      List.of(FetchPath.ROOT),
                      List.of()),
                  new PlanNode.EntityFetch(
                      1,
                      "reviews",
                      "query($r0:[_Any!]!){_entities(representations:$r0){... on User{reviews{body}}}}",
                      List.of(),
                      List.of(
                          new EntityGroup(
                              "_entities",
                              "r0",
                              List.of(
                                  new FetchPath(
                                      List.of(
                                          new PathElement.Key("users"),
                                          new PathElement.EveryItem()),
                                      Condition.includedBy("deep"),
                                      List.of())),
                              new RepresentationObject(
                                  List.of(
                                      new RepresentationShape(
                                          List.of(),
                                          new RepresentationShape.Typename.Constant("User"),
                                          List.of(
                                              new RepresentationField(
                                                  "id", "id", true, true, null))))))),
                      List.of(0)))),
          null,
          List.of(new OperationVariable("n", "Int", null)),
          new ResponseObject("Query", List.of("Query"), List.of()),
          "query($n:Int){users(first:$n){id reviews{body}}}");

  @Test
  void showsWhatIsAskedWhereAndWithWhat() {
    assertThat(QueryPlanPrinter.print(PLAN))
        .isEqualTo(
            """
            QueryPlan {
              Sequence {
                Fetch(0, service: "accounts") {
                  query($n:Int) {
                    users(first:$n) {
                      id
                    }
                  }
                },
                EntityFetch(1, service: "reviews", after: 0) {
                  _entities <- "users.@" if $deep ($r0) {
                    ... {
                      __typename = "User"
                      id
                    }
                  }
                  =>
                  query($r0:[_Any!]!) {
                    _entities(representations:$r0) {
                      ... on User {
                        reviews {
                          body
                        }
                      }
                    }
                  }
                },
              },
            }\
            """);
  }

  @Test
  void writesTheSameAsJson() {
    assertThat(QueryPlanJson.write(PLAN))
        .startsWith("{\"kind\":\"query\",\"operationName\":null,")
        .contains("\"paths\":[{\"path\":\"users.@\",\"condition\":\"$deep\"}]")
        .contains("\"typename\":{\"constant\":\"User\"}");
  }
}
