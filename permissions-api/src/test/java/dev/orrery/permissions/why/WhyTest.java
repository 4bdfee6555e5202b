package dev.orrery.permissions.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import dev.orrery.permissions.role.Roles;
import io.nats.client.Connection;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@WithHouse
class WhyTest {
  private static final String WHY =
      """
      query($s: ID!, $a: String!, $o: ID!, $r: ID) {
        why(subject: $s, action: $a, organization: $o, resource: $r) { granted summary steps } }
      """;

  NatsForTests nats;
  private Graph operator;
  private String acme;
  private String lab;
  private Person owner;

  @BeforeEach
  void anOrganizationWithAPart() throws Exception {
    operator = People.operator();
    acme = People.organization(operator, "Acme");
    lab = People.create(operator, "Organization", Map.of("name", "Lab", "parent", acme));
    owner = People.user(acme, "OWNER");
    actionsAreRegistered();
  }

  @Test
  void aGrantIsExplainedFromTheSubjectByItsGroupsToTheResource() {
    String account =
        People.create(operator, "ServiceAccount", Map.of("organization", acme, "name", "robot"));
    String inner = group("Robots", account);
    String outer = group("Machines", inner);
    String binding = bind(outer, acme, Role.EDITOR);
    String resource = TypeId.generate("gadget").toString();

    JsonPath why = operator.data(WHY, question(account, "gadget.start", lab, resource));

    assertThat(why.getBoolean("why.granted")).isTrue();
    assertThat(why.getList("why.steps", String.class))
        .containsExactly(
            "%s is in %s (Robots)".formatted(account, inner),
            "%s (Robots) is in %s (Machines)".formatted(inner, outer),
            "%s gives %s (Machines) the role EDITOR on %s (Acme)".formatted(binding, outer, acme),
            "EDITOR allows gadget.start, which is granted to EDITOR",
            "%s (Lab) is a part of %s (Acme)".formatted(lab, acme),
            "%s lies in %s (Lab)".formatted(resource, lab));
    assertThat(
            operator
                .data(
                    "query($a: String!, $o: ID!) { whoCan(action: $a, organization: $o) { subject binding roleName } }",
                    Map.of("a", "gadget.start", "o", lab))
                .getList("whoCan.subject"))
        .containsExactlyInAnyOrder(account, owner.id());
  }

  @Test
  void aDenialNamesWhatFallsShortAndWhatIsMissing() {
    Person viewer = People.user(acme, "VIEWER");

    JsonPath why = viewer.graph().data(WHY, question(viewer.id(), "gadget.start", acme, null));

    assertThat(why.getBoolean("why.granted")).isFalse();
    assertThat(why.getList("why.steps", String.class))
        .hasSize(2)
        .satisfiesExactly(
            step ->
                assertThat(step)
                    .contains("the role VIEWER")
                    .endsWith("does not allow gadget.start"),
            step -> assertThat(step).startsWith("missing: a binding of EDITOR"));
    assertThat(
            operator
                .data(WHY, question(viewer.id(), "gadget.melt", acme, null))
                .getString("why.summary"))
        .isEqualTo("no service has an action 'gadget.melt'");
    assertThat(
            operator
                .data(WHY, question(viewer.id(), "gadget.break", acme, null))
                .getString("why.summary"))
        .contains("operators of the platform alone");
  }

  @Test
  void aConditionCountsWhereItHoldsWhateverTheLabels() {
    String account =
        People.create(operator, "ServiceAccount", Map.of("organization", acme, "name", "robot"));
    Map<String, String> labelled = binding(account, acme, Role.EDITOR);
    labelled.put("condition", "resource.labels.env == 'dev'");
    String binding = People.create(operator, "Binding", labelled);
    Map<String, Object> question = question(account, "gadget.start", acme, null);

    JsonPath denied = operator.data(WHY, question);
    assertThat(denied.getBoolean("why.granted")).isFalse();
    assertThat(denied.getList("why.steps", String.class).getFirst())
        .isEqualTo(
            "%s gives %s the role EDITOR on %s (Acme), where resource.labels.env == 'dev', which counts only where its condition holds"
                .formatted(binding, account, acme));

    Map<String, String> timely = binding(account, acme, Role.EDITOR);
    timely.put(
        "condition", "subject.id.startsWith('sa_') && now > timestamp('2026-01-01T00:00:00Z')");
    People.create(operator, "Binding", timely);
    assertThat(operator.data(WHY, question).getBoolean("why.granted")).isTrue();
  }

  @Test
  void ownersAskAboutEverybodyOthersAboutThemselvesStrangersAboutNobody() {
    Person viewer = People.user(acme, "VIEWER");
    Person stranger = People.user(People.organization(operator, "Other"), "OWNER");

    assertThat(
            owner
                .graph()
                .data(WHY, question(viewer.id(), "gadget.start", acme, null))
                .getBoolean("why.granted"))
        .isFalse();
    assertThat(viewer.graph().refusal(WHY, question(owner.id(), "gadget.start", acme, null)))
        .isEqualTo("FORBIDDEN");
    assertThat(stranger.graph().refusal(WHY, question(owner.id(), "gadget.start", acme, null)))
        .isEqualTo("NOT_FOUND");
  }

  private static Map<String, Object> question(
      String subject, String action, String organization, String resource) {
    Map<String, Object> question =
        new HashMap<>(Map.of("s", subject, "a", action, "o", organization));
    question.put("r", resource);
    return question;
  }

  private String group(String name, String member) {
    return People.create(
        operator, "Group", Map.of("organization", acme, "name", name, "members", List.of(member)));
  }

  private String bind(String subject, String organization, Role role) {
    return People.create(operator, "Binding", binding(subject, organization, role));
  }

  private static Map<String, String> binding(String subject, String organization, Role role) {
    return new HashMap<>(
        Map.of(
            "organization",
            organization,
            "subject",
            subject,
            "role",
            new TypeId("role", Roles.idOf(role)).toString()));
  }

  private void actionsAreRegistered() throws Exception {
    String actions =
        """
        {"service": "gadgets", "version": 1, "actions": [
          {"name": "gadget.start", "description": "Start.", "grantedTo": "EDITOR"},
          {"name": "gadget.break", "description": "Break.", "grantedTo": "PLATFORM"}]}
        """;
    try (Connection connection = nats.connect()) {
      connection
          .jetStream()
          .publish("policy.actions.gadgets", actions.getBytes(StandardCharsets.UTF_8));
    }
    Instant end = Instant.now().plusSeconds(15);
    while (!operator
        .data("{ actions { name } }")
        .getList("actions.name")
        .contains("gadget.start")) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(50);
    }
  }
}
