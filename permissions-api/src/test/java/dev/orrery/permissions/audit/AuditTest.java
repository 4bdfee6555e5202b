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
class AuditTest {
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

  @Test
  void aGrantedChangeIsToldByItsEventWithWhoMadeIt() {
    String acme = People.organization(People.operator(), "Acme");
    Person owner = People.user(acme, "OWNER");
    String group =
        People.create(owner.graph(), "Group", Map.of("organization", acme, "name", "ops"));

    JsonPath told =
        Heard.on(
                nats,
                "CHANGES_PERMISSIONS",
                "changes.group.created.%s.%s".formatted(acme, group),
                1)
            .getFirst();
    assertThat(told.getString("data.actor")).isEqualTo(owner.id());
  }

  @Test
  void whatNoEventTellsOfIsToldWhenItIsGranted() {
    Graph operator = People.operator();
    String acme = People.organization(operator, "Acme");
    Person ann = People.user(acme, "OWNER");
    String robot =
        People.create(ann.graph(), "ServiceAccount", Map.of("organization", acme, "name", "robot"));

    ann.graph()
        .data(
            "mutation($i: SetPasswordInput!) { setPassword(input: $i) { user { id } } }",
            Map.of("i", Map.of("user", ann.id(), "newPassword", "correct horse battery")));
    String secret =
        ann.graph()
            .data(
                "mutation($i: CreateServiceAccountSecretInput!) { createServiceAccountSecret(input: $i) { id secret } }",
                Map.of("i", Map.of("serviceAccount", robot, "lifetimeDays", 1)))
            .getString("createServiceAccountSecret.id");
    ann.graph()
        .data(
            "mutation($i: DeleteServiceAccountSecretInput!) { deleteServiceAccountSecret(input: $i) { id } }",
            Map.of("i", Map.of("serviceAccount", robot, "id", secret)));

    List<JsonPath> told = Heard.on(nats, "AUDIT", "audit.permissions.granted." + acme, 3);

    told.forEach(each -> {
      EventSchemas.assertFits("audit/granted", new ObjectMapper().valueToTree(each.get()));
      assertThat(each.getString("actor")).isEqualTo(ann.id());
      assertThat(each.prettify()).doesNotContain("horse");
    });
    assertThat(told.stream().map(each -> each.getString("operation")))
        .containsExactlyInAnyOrder(
            "setPassword", "createServiceAccountSecret", "deleteServiceAccountSecret");
    assertThat(told.stream().flatMap(each -> each.<String>getList("ids").stream()))
        .containsOnly(ann.id(), robot, secret);
  }
}
