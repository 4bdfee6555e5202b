package dev.orrery.permissions.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Heard;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@WithHouse
class DeniedChangesTest {
  NatsForTests nats;

  @Test
  void aDeniedChangeIsToldWithWhoAskedForWhat() {
    String acme = People.organization(People.operator(), "Acme");
    Person viewer = People.user(acme, "VIEWER");

    assertThat(
            viewer
                .graph()
                .refusal(
                    "mutation($i: CreateGroupInput!) { createGroup(input: $i) { __typename } }",
                    Map.of(
                        "i",
                        Map.of(
                            "organization",
                            acme,
                            "name",
                            "very private name",
                            "members",
                            List.of(viewer.id())))))
        .isEqualTo("FORBIDDEN");

    JsonPath told = Heard.on(nats, "AUDIT", "audit.permissions.denied." + acme, 1).getFirst();
    EventSchemas.assertFits("audit/denied", new ObjectMapper().valueToTree(told.get()));
    assertThat(told.getString("actor")).isEqualTo(viewer.id());
    assertThat(told.getString("operation")).isEqualTo("createGroup");
    assertThat(told.getString("code")).isEqualTo("FORBIDDEN");
    assertThat(told.getList("ids")).isEqualTo(List.of(acme, viewer.id()));
    assertThat(told.prettify()).doesNotContain("private");
  }

  @Test
  void theSecretOfAnInvitationIsNotToldThoughItWasRefused() {
    String acme = People.organization(People.operator(), "Acme");
    Graph somebody = People.user(acme, "VIEWER").graph();
    String accept =
        "mutation($i: AcceptInvitationInput!) { acceptInvitation(input: $i) { __typename } }";

    assertThat(somebody.refusal(accept, Map.of("i", Map.of("secret", "c2VjcmV0"))))
        .isEqualTo("NOT_FOUND");

    JsonPath told = Heard.on(nats, "AUDIT", "audit.permissions.denied.-", 1).getFirst();
    assertThat(told.prettify()).doesNotContain("c2VjcmV0");
  }
}
