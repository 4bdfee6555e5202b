package dev.orrery.permissions.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.permissions.People;
import dev.orrery.permissions.WithHouse;
import io.nats.client.Connection;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@WithHouse
class FactStreamTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Database database;
  @Inject FactRepair repair;
  NatsForTests nats;

  @Test
  void organizationsProjectsPeopleAndTheirRolesAreTold() throws Exception {
    String acme = People.organization(People.operator(), "Acme");
    String part =
        People.create(People.operator(), "Organization", Map.of("name", "Lab", "parent", acme));
    String project =
        People.create(People.operator(), "Project", Map.of("organization", part, "name", "Car"));
    People.Person user = People.user(acme, "EDITOR");

    assertThat(newest("organization", acme, 1).getString("parent")).isNull();
    assertThat(newest("organization", part, 1).getString("parent")).isEqualTo(acme);
    assertThat(newest("project", project, 1).getString("organization")).isEqualTo(part);
    assertThat(newest("subject", user.id(), 1).getBoolean("active")).isTrue();
    JsonPath binding = newest("binding", bindingsOf(user.id()).getFirst(), 1);
    assertThat(binding.getString("subject")).isEqualTo(user.id());
    assertThat(binding.getString("organization")).isEqualTo(acme);
    assertThat(newest("role", binding.getString("role"), 1).getString("builtIn"))
        .isEqualTo("EDITOR");
  }

  @Test
  void anotherRoleIsAnotherBindingAndTheOldOneIsGone() throws Exception {
    String acme = People.organization(People.operator(), "Acme");
    People.Person user = People.user(acme, "VIEWER");
    String first = bindingsOf(user.id()).getFirst();

    People.membership(People.operator(), "Change", user.id(), acme, "EDITOR");

    JsonPath ended = newest("binding", first, 2);
    assertThat(ended.getBoolean("gone")).isTrue();
    JsonPath begun = newest("binding", bindingsOf(user.id()).getFirst(), 1);
    assertThat(begun.getLong("revision"))
        .as("one transaction has one revision")
        .isEqualTo(ended.getLong("revision"));
  }

  @Test
  void revisionsHaveNoGapsAndLeaveInTheirOrderWhoeverChangesAtOnce() throws Exception {
    String acme = People.organization(People.operator(), "Acme");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<String>> made = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Map<String, Object> input = Map.of("organization", acme, "name", "Project " + i);
        made.add(threads.submit(() -> People.create(People.operator(), "Project", input)));
      }
      for (Future<String> each : made) {
        each.get();
      }
    }

    List<Long> revisions =
        database
            .own()
            .read(transaction ->
                transaction
                    .rows(
                        Sql.of(
                            "select cast(cast(body as jsonb) ->> 'revision' as bigint) from outbox where ordering_key = 'policy' order by id"))
                    .stream()
                    .map(row -> (Long) row[0])
                    .toList());

    assertThat(revisions).hasSizeGreaterThan(40).isSorted();
    assertThat(revisions.getFirst()).isEqualTo(1);
    assertThat(revisions.stream().distinct().count()).isEqualTo(revisions.getLast());
  }

  @Test
  void whatTheStreamLostIsToldAgainAndWhatItAloneHasIsEnded() throws Exception {
    String acme = People.organization(People.operator(), "Acme");
    newest("organization", acme, 1);
    try (Connection connection = nats.connect()) {
      connection.jetStreamManagement().purgeStream("POLICY");
    }
    TypeId lost = TypeId.generate("proj");
    Fact unrecorded = Fact.of("project", lost, 3);

    assertThat(repair.repair(Map.of(unrecorded.subject(), unrecorded))).isPositive();

    assertThat(newest("organization", acme, 1).getBoolean("gone")).isFalse();
    assertThat(newest("project", lost.toString(), 4).getBoolean("gone")).isTrue();
  }

  private List<String> bindingsOf(String subject) {
    return database
        .own()
        .read(transaction ->
            transaction
                .rows(
                    Sql.of("select type_id('bind', id) from role_binding where subject = :subject")
                        .with("subject", subject))
                .stream()
                .map(row -> String.valueOf(row[0]))
                .toList());
  }

  private JsonPath newest(String kind, String id, int version) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(15);
    while (true) {
      JsonPath told = Heard.on(nats, "POLICY", "policy.%s.%s".formatted(kind, id), 1).getFirst();
      JsonNode message = JSON.valueToTree(told.get());
      EventSchemas.assertFits("policy/" + kind, message);
      if (told.getInt("version") == version) {
        return told;
      }
      assertThat(Instant.now()).as("version %d of %s", version, id).isBefore(end);
      Thread.sleep(50);
    }
  }
}
