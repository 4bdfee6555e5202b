package dev.orrery.gateway.execution.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphTransport;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.planning.plan.Condition;
import dev.orrery.gateway.planning.plan.EntityGroup;
import dev.orrery.gateway.planning.plan.FetchPath;
import dev.orrery.gateway.planning.plan.OperationKind;
import dev.orrery.gateway.planning.plan.OutputType;
import dev.orrery.gateway.planning.plan.PathElement;
import dev.orrery.gateway.planning.plan.PlanNode;
import dev.orrery.gateway.planning.plan.QueryPlan;
import dev.orrery.gateway.planning.plan.RepresentationField;
import dev.orrery.gateway.planning.plan.RepresentationObject;
import dev.orrery.gateway.planning.plan.RepresentationShape;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Runs one plan by hand: `{ users { id name pet { sound } } }`, where `users` knows ids and pets
/// knows the rest.
class PlanRunTest {
  private static final OutputType STRING = new OutputType.Scalar("String");
  private static final OutputType REQUIRED = new OutputType.NonNull(STRING);

  private final Map<String, String> answers = new HashMap<>();
  private final List<String> requests = new ArrayList<>();
  private final List<String> hidden = new ArrayList<>();
  private boolean showAll;

  private static ResponseField field(
      String name, String key, OutputType type, ResponseObject object, String onType) {
    return new ResponseField(name, key, name, List.of(onType), Condition.ALWAYS, type, object);
  }

  private static final ResponseObject PET =
      new ResponseObject(
          "Pet", List.of("Pet"), List.of(field("sound", "sound", REQUIRED, null, "Pet")));
  private static final ResponseObject USER =
      new ResponseObject(
          "User",
          List.of("User"),
          List.of(
              field("id", "id", new OutputType.Scalar("ID"), null, "User"),
              field("title", "name", STRING, null, "User"),
              field("pet", "pet", new OutputType.Composite("Pet"), PET, "User")));
  private static final ResponseObject QUERY =
      new ResponseObject(
          "Query",
          List.of("Query"),
          List.of(
              field(
                  "people",
                  "users",
                  new OutputType.ListOf(new OutputType.Composite("User")),
                  USER,
                  "Query")));

  private static final QueryPlan PLAN =
      new QueryPlan(
          OperationKind.QUERY,
          new PlanNode.Sequence(
              List.of(
                  new PlanNode.RootFetch(
                      0,
                      "users",
                      OperationKind.QUERY,
                      "{users{__typename id}}",
                      List.of(),
                      List.of(FetchPath.ROOT),
                      List.of()),
                  new PlanNode.EntityFetch(
                      1,
                      "pets",
                      "query($r:[_Any!]!){_0:_entities(representations:$r){...on User{name pet{sound}}}}",
                      List.of(),
                      List.of(
                          new EntityGroup(
                              "_0",
                              "r",
                              List.of(
                                  new FetchPath(
                                      List.of(
                                          new PathElement.Key("users"),
                                          new PathElement.EveryItem()),
                                      Condition.ALWAYS,
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
          List.of(),
          QUERY,
          "{users{id name pet{sound}}}");

  private String run() {
    SubgraphTransport users = transport("users");
    SubgraphTransport pets = transport("pets");
    FetchLog log =
        new FetchLog() {
          @Override
          public void failed(
              String subgraph,
              dev.orrery.gateway.execution.error.ErrorCode code,
              String detail,
              String traceId) {
            hidden.add(subgraph + " " + code + " " + detail);
          }

          @Override
          public void hidden(String subgraph, Object error, String traceId) {
            hidden.add(subgraph + " " + error);
          }
        };
    var subgraphs =
        new Subgraphs(
            Map.of("users", users, "pets", pets),
            (_, _, _) -> {
              throw new AssertionError("nobody asked");
            },
            JsonLimits.STANDARD,
            showAll,
            log);
    var input = new RunInput(Map.of(), Set.of(), ForwardedHeaders.NONE, "trace-1");
    return PlanRun.run(new Program(PLAN), input, subgraphs).result().toString();
  }

  private SubgraphTransport transport(String name) {
    return request -> {
      requests.add(name + " " + request.body());
      String answer = answers.get(name);
      if (answer == null) {
        return Future.succeededFuture(
            new SubgraphReply.Failed(SubgraphReply.Reason.TIMEOUT, "no answer within 1 ms"));
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      return Future.succeededFuture(new SubgraphReply.Answered(bytes, bytes.length));
    };
  }

  @Test
  void joinsEntitiesAndAsksForEachOnce() {
    answers.put(
        "users",
        "{\"data\":{\"users\":[{\"id\":\"1\"},null,{\"id\":2},{\"id\":\"1\"},{\"id\":null}]}}");
    answers.put(
        "pets",
        "{\"data\":{\"_0\":[{\"name\":\"Ann\",\"pet\":{\"sound\":\"woof\"}},{\"name\":\"Bob\",\"pet\":null}]}}");
    assertThat(run())
        .isEqualTo(
            "{\"data\":{\"people\":[{\"id\":\"1\",\"title\":\"Ann\",\"pet\":{\"sound\":\"woof\"}},null,"
                + "{\"id\":\"2\",\"title\":\"Bob\",\"pet\":null},"
                + "{\"id\":\"1\",\"title\":\"Ann\",\"pet\":{\"sound\":\"woof\"}},"
                + "{\"id\":null,\"title\":null,\"pet\":null}]}}");
    assertThat(requests)
        .containsExactly(
            "users {\"query\":\"{users{__typename id}}\",\"variables\":{}}",
            "pets {\"query\":\"query($r:[_Any!]!){_0:_entities(representations:$r){...on User{name pet{sound}}}}\","
                + "\"variables\":{\"r\":[{\"__typename\":\"User\",\"id\":\"1\"},{\"__typename\":\"User\",\"id\":2}]}}");
  }

  @Test
  void asksForNoEntitiesWhenThereAreNone() {
    answers.put("users", "{\"data\":{\"users\":[]}}");
    assertThat(run()).isEqualTo("{\"data\":{\"people\":[]}}");
    assertThat(requests).hasSize(1);
  }

  @Test
  void aFailedFetchLeavesTheRestIntactAndNamesTheClientsFields() {
    answers.put("users", "{\"data\":{\"users\":[{\"id\":\"1\"}]}}");
    assertThat(run())
        .isEqualTo(
            "{\"data\":{\"people\":[{\"id\":\"1\",\"title\":null,\"pet\":null}]},\"errors\":["
                + "{\"message\":\"The service did not answer in time.\",\"path\":[\"people\",0,\"title\"],"
                + "\"extensions\":{\"code\":\"TIMEOUT\",\"service\":\"pets\"}},"
                + "{\"message\":\"The service did not answer in time.\",\"path\":[\"people\",0,\"pet\"],"
                + "\"extensions\":{\"code\":\"TIMEOUT\",\"service\":\"pets\"}}]}");
    assertThat(hidden).containsExactly("pets TIMEOUT no answer within 1 ms");
  }

  @Test
  void aNullWhereTheSchemaHasNoneTakesItsParentWithIt() {
    answers.put("users", "{\"data\":{\"users\":[{\"id\":\"1\"}]}}");
    answers.put("pets", "{\"data\":{\"_0\":[{\"name\":\"Ann\",\"pet\":{\"sound\":null}}]}}");
    assertThat(run())
        .isEqualTo(
            "{\"data\":{\"people\":[{\"id\":\"1\",\"title\":\"Ann\",\"pet\":null}]},\"errors\":["
                + "{\"message\":\"Cannot return null for non-nullable field Pet.sound.\","
                + "\"path\":[\"people\",0,\"pet\",\"sound\"],\"extensions\":{\"code\":\"INVALID_RESPONSE\"}}]}");
  }

  @Test
  void aCodedErrorKeepsItsWordsAndGetsTheClientsPath() {
    answers.put("users", "{\"data\":{\"users\":[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"2\"}]}}");
    answers.put(
        "pets",
        "{\"data\":{\"_0\":[{\"name\":\"Ann\",\"pet\":null},{\"name\":\"Bob\",\"pet\":null}]},\"errors\":["
            + "{\"message\":\"No such pet\",\"path\":[\"_0\",1,\"pet\",\"sound\"],"
            + "\"extensions\":{\"code\":\"NOT_FOUND\",\"hint\":\"adopt\",\"exception\":{\"secret\":1}}}]}");
    assertThat(run())
        .contains("\"title\":\"Bob\",\"pet\":null}]}")
        .endsWith(
            "\"errors\":["
                + "{\"message\":\"No such pet\",\"path\":[\"people\",1,\"pet\",\"sound\"],"
                + "\"extensions\":{\"code\":\"NOT_FOUND\",\"hint\":\"adopt\",\"service\":\"pets\"}},"
                + "{\"message\":\"No such pet\",\"path\":[\"people\",2,\"pet\",\"sound\"],"
                + "\"extensions\":{\"code\":\"NOT_FOUND\",\"hint\":\"adopt\",\"service\":\"pets\"}}]}");
    assertThat(hidden).isEmpty();
  }

  @Test
  void anErrorWithoutACodeOfItsOwnIsHiddenAndLogged() {
    answers.put(
        "users",
        "{\"data\":{\"users\":null},\"errors\":[{\"message\":\"jdbc://secret failed\",\"path\":[\"users\"],"
            + "\"extensions\":{\"classification\":\"DataFetchingException\"}}]}");
    assertThat(run())
        .isEqualTo(
            "{\"data\":{\"people\":null},\"errors\":[{\"message\":\"Something went wrong here.\",\"path\":[\"people\"],"
                + "\"extensions\":{\"code\":\"INTERNAL\",\"service\":\"users\",\"traceId\":\"trace-1\"}}]}");
    assertThat(hidden).hasSize(1).first().asString().contains("jdbc://secret");
  }

  @Test
  void showsEveryErrorWhereThatIsWanted() {
    showAll = true;
    answers.put(
        "users",
        "{\"data\":{\"users\":null},\"errors\":[{\"message\":\"no table users\",\"path\":[\"users\"]}]}");
    assertThat(run())
        .endsWith(
            "\"errors\":[{\"message\":\"no table users\",\"path\":[\"people\"],"
                + "\"extensions\":{\"code\":\"INTERNAL\",\"service\":\"users\"}}]}");
  }

  @Test
  void answersThatAreNoResultsAreNamedAsSuch() {
    for (String broken :
        List.of(
            "{\"data\":{\"users\":[{\"id\"",
            "<html>502</html>",
            "[]",
            "{}",
            "{\"data\":null}",
            "{\"data\":[]}",
            "{\"data\":{},\"errors\":{}}")) {
      answers.put("users", broken);
      assertThat(run())
          .as(broken)
          .isEqualTo(
              "{\"data\":{\"people\":null},\"errors\":["
                  + "{\"message\":\"The service answered with something that is no result.\",\"path\":[\"people\"],"
                  + "\"extensions\":{\"code\":\"INVALID_RESPONSE\",\"service\":\"users\"}}]}");
    }
  }

  @Test
  void aListOfEntitiesOfAnotherLengthIsNoResult() {
    answers.put("users", "{\"data\":{\"users\":[{\"id\":\"1\"}]}}");
    for (String broken : List.of("null", "[]", "[null,null]", "{}", "\"x\"")) {
      answers.put("pets", "{\"data\":{\"_0\":%s}}".formatted(broken));
      assertThat(run())
          .as(broken)
          .contains("{\"people\":[{\"id\":\"1\",\"title\":null,\"pet\":null}]}")
          .contains(
              "\"path\":[\"people\",0,\"title\"],\"extensions\":{\"code\":\"INVALID_RESPONSE\"");
    }
  }

  @Test
  void valuesOfTheWrongKindBecomeNullWithAnError() {
    answers.put("users", "{\"data\":{\"users\":[{\"id\":\"1\"},5]}}");
    answers.put("pets", "{\"data\":{\"_0\":[{\"name\":[1],\"pet\":\"dog\"}]}}");
    assertThat(run())
        .startsWith("{\"data\":{\"people\":[{\"id\":\"1\",\"title\":null,\"pet\":null},null]}")
        .contains(
            "\"path\":[\"people\",0,\"title\"]",
            "\"path\":[\"people\",0,\"pet\"]",
            "\"path\":[\"people\",1]");
  }
}
