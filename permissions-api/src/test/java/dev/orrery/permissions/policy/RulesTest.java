package dev.orrery.permissions.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.EventSchemas;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.permissions.People;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.WithHouse;
import io.nats.client.Connection;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may be given what, by whom.
@WithHouse
class RulesTest {
  NatsForTests nats;
  private Graph operator;
  private String acme;
  private Person owner;

  @BeforeEach
  void anOrganizationWithAnOwner() throws Exception {
    operator = People.operator();
    acme = People.organization(operator, "Acme");
    owner = People.user(acme, "OWNER");
    actionsAreRegistered();
  }

  @Test
  void theLastOwnerIsNotRemovedWithTheirBinding() {
    assertThat(deleting(owner.graph(), "Binding", bindingOf(owner.id()))).isEqualTo("CONFLICT");
    People.user(acme, "OWNER");
    assertThat(deleting(owner.graph(), "Binding", bindingOf(owner.id()))).isNull();
  }

  @Test
  void theLastOwnerDoesNotExpire() {
    String binding = bindingOf(owner.id());
    Map<String, Object> wish =
        new HashMap<>(Map.of("id", binding, "version", 1, "expiresAt", inAnHour()));

    assertThat(change(owner.graph(), "updateBinding", "UpdateBindingInput", wish))
        .isEqualTo("CONFLICT");
    People.user(acme, "OWNER");
    assertThat(change(owner.graph(), "updateBinding", "UpdateBindingInput", wish)).isNull();
    assertThat(roleIn(owner.id())).as("a role that expires is no membership").isNull();
  }

  @Test
  void theLastOwnerDoesNotGoWithAGroupNorLeaveIt() {
    String group =
        People.create(
            owner.graph(),
            "Group",
            Map.of("organization", acme, "name", "Owners", "members", List.of(owner.id())));
    String outer =
        People.create(
            owner.graph(),
            "Group",
            Map.of("organization", acme, "name", "All owners", "members", List.of(group)));
    bind(owner.graph(), outer, role("OWNER"), Map.of());
    assertThat(deleting(owner.graph(), "Binding", bindingOf(owner.id())))
        .as("the group owns it as well")
        .isNull();

    assertThat(deleting(operator, "Group", group)).isEqualTo("CONFLICT");
    assertThat(deleting(operator, "Group", outer)).isEqualTo("CONFLICT");
    assertThat(
            change(
                operator,
                "removeGroupMembers",
                "RemoveGroupMembersInput",
                Map.of("id", group, "version", 1, "members", List.of(owner.id()))))
        .isEqualTo("CONFLICT");
    assertThat(deleting(operator, "User", owner.id())).isEqualTo("CONFLICT");
  }

  @Test
  void ofTwoLastOwnersWhoGoAtOnceOneStays() throws Exception {
    for (int round = 0; round < 5; round++) {
      String place = People.organization(operator, "Place");
      String one = bindingOf(People.user(place, "OWNER").id());
      String other = bindingOf(People.user(place, "OWNER").id());
      List<String> codes = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        List<Future<String>> going = new ArrayList<>();
        for (String binding : List.of(one, other)) {
          going.add(threads.submit(() -> String.valueOf(deleting(operator, "Binding", binding))));
        }
        for (Future<String> each : going) {
          codes.add(each.get());
        }
      }
      assertThat(codes).containsExactlyInAnyOrder("null", "CONFLICT");
    }
  }

  @Test
  void nobodyGivesWhatTheyDoNotHave() {
    Person editor = People.user(acme, "EDITOR");

    assertThat(bindingCode(editor.graph(), acme, editor.id(), role("OWNER")))
        .isEqualTo("FORBIDDEN");
    assertThat(bindingCode(editor.graph(), acme, editor.id(), role("VIEWER")))
        .as("not even what they have, for they may not give roles at all")
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void accountsOfProvidersAndOfTenantsAreKeptApart() {
    String provider = account(operator, "simulator", true);
    String tenant = account(owner.graph(), "deployer", false);
    String forProviders =
        People.create(
            operator,
            "Role",
            Map.of(
                "organization",
                acme,
                "name",
                "Provider",
                "actions",
                List.of("thing.read"),
                "forProviders",
                true));

    assertThat(bindingCode(operator, acme, provider, role("VIEWER"))).isEqualTo("INVALID_ARGUMENT");
    assertThat(bindingCode(operator, acme, tenant, forProviders)).isEqualTo("INVALID_ARGUMENT");
    assertThat(bindingCode(operator, acme, owner.id(), forProviders)).isEqualTo("INVALID_ARGUMENT");
    assertThat(bindingCode(operator, acme, provider, forProviders)).isNull();
    assertThat(bindingCode(operator, acme, tenant, role("EDITOR"))).isNull();
    assertThat(
            change(
                owner.graph(),
                "createGroup",
                "CreateGroupInput",
                Map.of("organization", acme, "name", "Mixed", "members", List.of(provider))))
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(
            change(
                owner.graph(),
                "createServiceAccount",
                "CreateServiceAccountInput",
                Map.of("organization", acme, "name", "sly", "providerAccount", true)))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void strangersOfAnotherTreeAreNotBoundButInvited() {
    String other = People.organization(operator, "Other");
    Person stranger = People.user(other, "VIEWER");
    assertThat(bindingCode(owner.graph(), acme, stranger.id(), role("VIEWER")))
        .isEqualTo("NOT_FOUND");

    JsonPath invited =
        owner
            .graph()
            .data(
                "mutation($i: CreateInvitationInput!) { createInvitation(input: $i) { secret invitation { id email } } }",
                Map.of(
                    "i",
                    Map.of(
                        "organization",
                        acme,
                        "email",
                        stranger.email().toUpperCase(java.util.Locale.ROOT),
                        "role",
                        role("EDITOR"),
                        "expiresAt",
                        inAnHour())));
    String secret = invited.getString("createInvitation.secret");

    assertThat(accepting(People.user(other, "VIEWER").graph(), secret))
        .as("somebody else with the secret")
        .isEqualTo("NOT_FOUND");
    assertThat(accepting(stranger.graph(), secret + "x")).isEqualTo("NOT_FOUND");
    assertThat(accepting(stranger.graph(), secret)).isNull();
    assertThat(accepting(stranger.graph(), secret)).as("a second time").isEqualTo("NOT_FOUND");
    assertThat(roleIn(stranger.id())).isEqualTo("EDITOR");
  }

  @Test
  void groupsDoNotContainThemselves() {
    String inner =
        People.create(owner.graph(), "Group", Map.of("organization", acme, "name", "Inner"));
    String outer =
        People.create(
            owner.graph(),
            "Group",
            Map.of("organization", acme, "name", "Outer", "members", List.of(inner)));
    for (String member : List.of(outer, inner)) {
      assertThat(
              change(
                  owner.graph(),
                  "addGroupMembers",
                  "AddGroupMembersInput",
                  Map.of("id", inner, "version", 1, "members", List.of(member))))
          .isEqualTo("INVALID_ARGUMENT");
    }
  }

  @Test
  void rolesConsistOfActionsThatServicesHaveRegistered() {
    for (String wrong : List.of("thing", "*.*", "thing.melt", "nothing.*", "platform.switch")) {
      assertThat(
              change(
                  owner.graph(),
                  "createRole",
                  "CreateRoleInput",
                  Map.of("organization", acme, "name", "Wrong", "actions", List.of(wrong))))
          .as(wrong)
          .isEqualTo("INVALID_ARGUMENT");
    }
    String right =
        People.create(
            owner.graph(),
            "Role",
            Map.of(
                "organization",
                acme,
                "name",
                "Right",
                "actions",
                List.of("thing.start", "thing.*", "*.read")));
    assertThat(deleting(owner.graph(), "Role", role("VIEWER"))).isEqualTo("FORBIDDEN");
    bind(owner.graph(), owner.id(), right, Map.of());
    assertThat(deleting(owner.graph(), "Role", right)).as("somebody has it").isEqualTo("CONFLICT");
  }

  @Test
  void bindingsOfAGroupOrAccountEndWithIt() {
    String account = account(owner.graph(), "deployer", false);
    String group =
        People.create(
            owner.graph(),
            "Group",
            Map.of("organization", acme, "name", "Robots", "members", List.of(account)));
    bind(owner.graph(), group, role("EDITOR"), Map.of());
    bind(owner.graph(), account, role("VIEWER"), Map.of());

    assertThat(deleting(owner.graph(), "ServiceAccount", account)).isNull();
    assertThat(
            owner
                .graph()
                .data("query($id: ID!) { group(id: $id) { members } }", Map.of("id", group))
                .getList("group.members"))
        .isEmpty();
    assertThat(deleting(owner.graph(), "Group", group)).isNull();
    assertThat(
            owner
                .graph()
                .data(
                    "query($s: [ID!]) { bindings(where: {subject: {in: $s}}) { totalCount } }",
                    Map.of("s", List.of(account, group)))
                .getInt("bindings.totalCount"))
        .isZero();
  }

  @Test
  void anExpiredBindingSaysSo() throws InterruptedException {
    String soon = Instant.now().plusSeconds(8).truncatedTo(ChronoUnit.MILLIS).toString();
    String binding =
        bind(
            owner.graph(),
            account(owner.graph(), "temp", false),
            role("VIEWER"),
            Map.of("expiresAt", soon));
    String expired =
        "query($id: ID!) { binding(id: $id) { expired expiresAt serviceAccount { name } role { builtIn } } }";

    JsonPath before = owner.graph().data(expired, Map.of("id", binding));
    assertThat(before.getBoolean("binding.expired")).isFalse();
    assertThat(before.getString("binding.serviceAccount.name")).isEqualTo("temp");
    assertThat(before.getString("binding.role.builtIn")).isEqualTo("VIEWER");
    Instant end = Instant.now().plusSeconds(25);
    while (!owner.graph().data(expired, Map.of("id", binding)).getBoolean("binding.expired")) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(100);
    }
    assertThat(
            change(
                owner.graph(),
                "createBinding",
                "CreateBindingInput",
                Map.of(
                    "organization",
                    acme,
                    "subject",
                    owner.id(),
                    "role",
                    role("VIEWER"),
                    "expiresAt",
                    soon)))
        .as("nothing is given that is over")
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void aConditionIsUnderstoodBeforeItIsWritten() {
    String account = account(owner.graph(), "temp", false);
    String create =
        "mutation($i: CreateBindingInput!) { createBinding(input: $i) { binding { id condition } } }";
    Map<String, Object> input =
        new HashMap<>(Map.of("organization", acme, "subject", account, "role", role("VIEWER")));
    input.put("condition", "resource.labels.env.matches('d.*')");
    JsonPath refused = owner.graph().ask(create, Map.of("i", input));
    assertThat(People.code(refused)).isEqualTo("INVALID_ARGUMENT");
    assertThat(refused.getString("errors[0].message"))
        .startsWith("input.condition: 1:28: 'matches' cannot be used here");

    input.put("condition", "resource.labels.env == 'dev'");
    String binding =
        owner.graph().data(create, Map.of("i", input)).getString("createBinding.binding.id");
    Map<String, Object> wish = new HashMap<>(Map.of("id", binding, "version", 1));
    wish.put("condition", "resource.labels.env == 7");
    assertThat(change(owner.graph(), "updateBinding", "UpdateBindingInput", wish))
        .isEqualTo("INVALID_ARGUMENT");
    wish.put("condition", null);
    assertThat(change(owner.graph(), "updateBinding", "UpdateBindingInput", wish)).isNull();
    assertThat(
            owner
                .graph()
                .data("query($id: ID!) { binding(id: $id) { condition } }", Map.of("id", binding))
                .getString("binding.condition"))
        .isNull();
  }

  @Test
  void theLastOwnerIsNotBoundToACondition() {
    Map<String, Object> wish =
        Map.of("id", bindingOf(owner.id()), "version", 1, "condition", "now.getHours() < 18");
    assertThat(change(owner.graph(), "updateBinding", "UpdateBindingInput", wish))
        .isEqualTo("CONFLICT");
    People.user(acme, "OWNER");
    assertThat(change(owner.graph(), "updateBinding", "UpdateBindingInput", wish)).isNull();
    assertThat(roleIn(owner.id())).as("a role under a condition is no membership").isNull();
  }

  @Test
  void aMoveIsShownBeforeItIsMade() {
    String part =
        People.create(owner.graph(), "Organization", Map.of("name", "Lab", "parent", acme));
    String other = People.organization(owner.graph(), "Other");
    Person fellow = People.user(acme, "VIEWER");
    String preview =
        """
        query($o: ID!, $p: ID) { previewOrganizationMove(organization: $o, parent: $p) {
          refusal gained { subject roleName organization } lost { subject roleName } } }
        """;

    JsonPath moved = owner.graph().data(preview, Map.of("o", part, "p", other));
    assertThat(moved.getString("previewOrganizationMove.refusal")).isNull();
    assertThat(moved.getList("previewOrganizationMove.lost.subject"))
        .isEqualTo(List.of(owner.id(), fellow.id()));
    assertThat(moved.getList("previewOrganizationMove.gained.subject"))
        .isEqualTo(List.of(owner.id()));
    assertThat(moved.getList("previewOrganizationMove.gained.organization"))
        .isEqualTo(List.of(other));
    assertThat(
            owner
                .graph()
                .data(preview, Map.of("o", acme, "p", part))
                .getString("previewOrganizationMove.refusal"))
        .contains("itself or a part of it");
    assertThat(fellow.graph().refusal(preview, Map.of("o", acme))).isEqualTo("FORBIDDEN");
  }

  @Test
  void everyEventFitsItsContract() throws Exception {
    String account = account(owner.graph(), "robot", false);
    bind(
        owner.graph(),
        account,
        role("EDITOR"),
        Map.of("expiresAt", inAnHour(), "resource", account));
    People.create(owner.graph(), "Group", Map.of("organization", acme, "name", "G"));
    People.create(
        owner.graph(),
        "Role",
        Map.of("organization", acme, "name", "R", "actions", List.of("thing.*")));
    Instant end = Instant.now().plusSeconds(15);
    try (Connection connection = nats.connect()) {
      while (EventSchemas.assertAllValid(connection, "CHANGES_PERMISSIONS") < 6) {
        assertThat(Instant.now()).isBefore(end);
        Thread.sleep(100);
      }
    }
  }

  private void actionsAreRegistered() throws Exception {
    String actions =
        """
        {"service": "test", "version": 1, "actions": [
          {"name": "thing.read", "description": "See.", "grantedTo": "VIEWER"},
          {"name": "thing.start", "description": "Start.", "grantedTo": "EDITOR"},
          {"name": "platform.switch", "description": "Switch.", "grantedTo": "PLATFORM"}]}
        """;
    try (Connection connection = nats.connect()) {
      connection
          .jetStream()
          .publish("policy.actions.test", actions.getBytes(StandardCharsets.UTF_8));
    }
    Instant end = Instant.now().plusSeconds(15);
    while (!operator.data("{ actions { name } }").getList("actions.name").contains("thing.start")) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(50);
    }
  }

  private static String inAnHour() {
    return Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private String role(String builtIn) {
    return operator
        .data("{ roles { nodes { id builtIn } } }")
        .getString("roles.nodes.find { it.builtIn == '%s' }.id".formatted(builtIn));
  }

  private String account(Graph by, String name, boolean provider) {
    return People.create(
        by,
        "ServiceAccount",
        Map.of("organization", acme, "name", name, "providerAccount", provider));
  }

  private String bind(Graph by, String subject, String role, Map<String, String> more) {
    Map<String, Object> input = new HashMap<>(more);
    input.putAll(Map.of("organization", acme, "subject", subject, "role", role));
    return People.create(by, "Binding", input);
  }

  private String bindingOf(String subject) {
    return operator
        .data(
            "query($s: ID!) { bindings(where: {subject: {eq: $s}}) { nodes { id } } }",
            Map.of("s", subject))
        .getString("bindings.nodes[0].id");
  }

  private String roleIn(String user) {
    return operator
        .data(
            "query($id: ID!) { user(id: $id) { memberships { role organization { id } } } }",
            Map.of("id", user))
        .getString("user.memberships.find { it.organization.id == '%s' }?.role".formatted(acme));
  }

  private static String bindingCode(Graph by, String organization, String subject, String role) {
    return change(
        by,
        "createBinding",
        "CreateBindingInput",
        Map.of("organization", organization, "subject", subject, "role", role));
  }

  private static String accepting(Graph by, String secret) {
    return change(by, "acceptInvitation", "AcceptInvitationInput", Map.of("secret", secret));
  }

  private static String deleting(Graph by, String kind, String id) {
    String field = kind.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + kind.substring(1);
    int version =
        People.operator()
            .data(
                "query($id: ID!) { it: %s(id: $id) { version } }".formatted(field),
                Map.of("id", id))
            .getInt("it.version");
    return change(
        by, "delete" + kind, "Delete" + kind + "Input", Map.of("id", id, "version", version));
  }

  /// The code of the refusal, if it was refused.
  private static String change(Graph by, String mutation, String input, Map<String, ?> wish) {
    return People.code(
        by.ask(
            "mutation($i: %s!) { %s(input: $i) { __typename } }".formatted(input, mutation),
            Map.of("i", wish)));
  }
}
