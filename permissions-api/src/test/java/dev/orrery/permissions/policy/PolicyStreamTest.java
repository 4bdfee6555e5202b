package dev.orrery.permissions.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.policy.MembershipIndex;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.permissions.People;
import dev.orrery.permissions.WithHouse;
import io.nats.client.Connection;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithHouse
class PolicyStreamTest {
  @Inject MembershipIndex index;
  @Inject PolicyRepair repair;
  NatsForTests nats;

  @Test
  void everyChangeOfAUsersRightsIsToldWithTheVersionItLedTo() throws Exception {
    String acme = People.organization(People.operator(), "Acme");
    People.Person user = People.user(acme, "VIEWER");
    JsonPath told = newest(user.id(), 1);
    assertThat(told.getString("memberships[0].organization")).isEqualTo(acme);
    assertThat(told.getString("memberships[0].role")).isEqualTo("VIEWER");

    People.membership(People.operator(), "Change", user.id(), acme, "EDITOR");
    assertThat(newest(user.id(), 2).getString("memberships[0].role")).isEqualTo("EDITOR");

    People.operator()
        .data(
            "mutation($i: DeleteUserInput!) { deleteUser(input: $i) { user { id } } }",
            Map.of("i", Map.of("id", user.id(), "version", 2)));
    assertThat(newest(user.id(), 3).getList("memberships")).isEmpty();
  }

  @Test
  void whatTheStreamLostIsToldAgain() throws Exception {
    String acme = People.organization(People.operator(), "Acme");
    People.Person user = People.user(acme, "OWNER");
    newest(user.id(), 1);
    assertThat(repair.repair()).as("the index has all of it").isZero();
    try (Connection connection = nats.connect()) {
      connection.jetStreamManagement().purgeStream("POLICY");
    }

    PolicyRepair ofANewProcess = repair.with(MembershipIndex.at(java.time.Clock.systemUTC()));
    assertThat(ofANewProcess.repair()).isPositive();

    assertThat(newest(user.id(), 1).getString("memberships[0].role")).isEqualTo("OWNER");
  }

  private JsonPath newest(String user, int version) throws InterruptedException {
    Instant end = Instant.now().plusSeconds(15);
    while (true) {
      JsonPath told = Heard.on(nats, "POLICY", "policy.user." + user, 1).getFirst();
      EventSchemas.assertFits("policy/user", new ObjectMapper().valueToTree(told.get()));
      if (told.getInt("version") == version && index.of(user).isPresent()) {
        return told;
      }
      assertThat(Instant.now()).as("version %d of %s", version, user).isBefore(end);
      Thread.sleep(50);
    }
  }
}
