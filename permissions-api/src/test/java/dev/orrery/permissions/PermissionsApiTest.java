package dev.orrery.permissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.SqlStatements;
import dev.orrery.permissions.People.Person;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@WithHouse
class PermissionsApiTest {
  private Graph operator;
  private String acme;
  private Person owner;

  @BeforeEach
  void anOrganizationWithAnOwner() {
    operator = People.operator();
    acme = People.organization(operator, "Acme");
    owner = People.user(acme, "OWNER");
  }

  @Test
  void anOrganizationIsItsOwn() {
    JsonPath organization =
        owner
            .graph()
            .data(
                "query($id: ID!) { organization(id: $id) { organization { id } project { id } parent { id } } }",
                Map.of("id", acme));

    assertThat(organization.getString("organization.organization.id")).isEqualTo(acme);
    assertThat(organization.getString("organization.project")).isNull();
    assertThat(organization.getString("organization.parent")).isNull();
  }

  @Test
  void whoCreatesAnOrganizationOwnsItAtOnce() {
    String garage = People.organization(owner.graph(), "Garage");

    String project =
        People.create(owner.graph(), "Project", Map.of("organization", garage, "name", "Car"));

    assertThat(roles(owner.graph(), owner.id()))
        .containsExactlyInAnyOrderEntriesOf(Map.of(acme, "OWNER", garage, "OWNER"));
    assertThat(project).startsWith("proj_");
  }

  @Test
  void anOperatorWhoCreatesAnOrganizationStaysOutside() {
    assertThat(
            operator
                .data(
                    "query($o: ID!) { users(where: {memberOf: {eq: $o}}) { nodes { id } } }",
                    Map.of("o", People.organization(operator, "Empty")))
                .getList("users.nodes"))
        .isEmpty();
  }

  @Test
  void partsAreMadeByTheOwnersOfTheWhole() {
    Person editor = People.user(acme, "EDITOR");
    Person stranger = People.user(People.organization(operator, "Other"), "OWNER");

    String part =
        People.create(owner.graph(), "Organization", Map.of("name", "Lab", "parent", acme));

    assertThat(
            owner
                .graph()
                .data(
                    "query($id: ID!) { organization(id: $id) { children { nodes { id parent { name } } } } }",
                    Map.of("id", acme))
                .getList("organization.children.nodes"))
        .isEqualTo(List.of(Map.of("id", part, "parent", Map.of("name", "Acme"))));
    assertThat(creating(editor, acme)).isEqualTo("FORBIDDEN");
    assertThat(creating(stranger, acme)).isEqualTo("NOT_FOUND");
  }

  @Test
  void theTreeOfOrganizationsStaysATree() {
    String part =
        People.create(owner.graph(), "Organization", Map.of("name", "Lab", "parent", acme));

    assertThat(
            owner
                .graph()
                .refusal(
                    "mutation($i: UpdateOrganizationInput!) { updateOrganization(input: $i) { __typename } }",
                    Map.of("i", Map.of("id", acme, "version", 1, "parent", part))))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void onlyOwnersChangeTheOrganization() {
    String rename =
        "mutation($i: UpdateOrganizationInput!) { updateOrganization(input: $i) { organization { name } } }";
    Map<String, Object> wish = Map.of("i", Map.of("id", acme, "version", 1, "name", "Acme Inc."));

    assertThat(People.user(acme, "EDITOR").graph().refusal(rename, wish)).isEqualTo("FORBIDDEN");
    assertThat(owner.graph().data(rename, wish).getString("updateOrganization.organization.name"))
        .isEqualTo("Acme Inc.");
  }

  @Test
  void anOrganizationGoesOnceNothingIsLeftInItAndItsMembershipsGoWithIt() {
    String garage = People.organization(owner.graph(), "Garage");
    String project =
        People.create(owner.graph(), "Project", Map.of("organization", garage, "name", "Car"));
    String delete =
        "mutation($i: DeleteOrganizationInput!) { deleteOrganization(input: $i) { __typename } }";
    Map<String, Object> wish = Map.of("i", Map.of("id", garage, "version", 1));

    JsonPath refused = owner.graph().ask(delete, wish);
    assertThat(refused.getList("errors[0].extensions.blockedBy")).isEqualTo(List.of(project));

    owner
        .graph()
        .data(
            "mutation($i: DeleteProjectInput!) { deleteProject(input: $i) { __typename } }",
            Map.of("i", Map.of("id", project, "version", 1)));
    owner.graph().data(delete, wish);

    assertThat(roles(owner.graph(), owner.id())).containsOnlyKeys(acme);
  }

  @Test
  void onlyOperatorsCreateUsers() {
    Map<String, Object> input =
        Map.of("organization", acme, "name", "New", "email", "new@example.com");

    assertThat(
            owner
                .graph()
                .refusal(
                    "mutation($i: CreateUserInput!) { createUser(input: $i) { __typename } }",
                    Map.of("i", input)))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void anEmailAddressNamesOneUserInAnyCase() {
    String email = owner.email().toUpperCase(java.util.Locale.ROOT);

    assertThat(
            operator.refusal(
                "mutation($i: CreateUserInput!) { createUser(input: $i) { __typename } }",
                Map.of("i", Map.of("organization", acme, "name", "Twin", "email", email))))
        .isEqualTo("ALREADY_EXISTS");
    assertThat(People.as(email).data("{ viewer { id } }").getString("viewer.id"))
        .isEqualTo(owner.id());
  }

  @ParameterizedTest
  @CsvSource({
    "ada",
    "@example.com",
    "ada@",
    "ada lovelace@example.com",
    "ada@-example.com",
    "ada@example..com"
  })
  void whatIsNoEmailAddressNamesNobody(String email) {
    assertThat(
            operator.refusal(
                "mutation($i: CreateUserInput!) { createUser(input: $i) { __typename } }",
                Map.of("i", Map.of("organization", acme, "name", "Ada", "email", email))))
        .isEqualTo("INVALID_ARGUMENT");
  }

  @Test
  void usersRenameThemselvesButKeepTheirAddress() {
    String update = "mutation($i: UpdateUserInput!) { updateUser(input: $i) { user { name } } }";

    assertThat(
            owner
                .graph()
                .data(update, Map.of("i", Map.of("id", owner.id(), "version", 1, "name", "Ada")))
                .getString("updateUser.user.name"))
        .isEqualTo("Ada");
    assertThat(
            owner
                .graph()
                .refusal(
                    update,
                    Map.of(
                        "i", Map.of("id", owner.id(), "version", 2, "email", "ada@example.com"))))
        .isEqualTo("FORBIDDEN");
    assertThat(
            owner
                .graph()
                .refusal(
                    update,
                    Map.of(
                        "i",
                        Map.of(
                            "id", People.user(acme, "VIEWER").id(), "version", 1, "name", "Bob"))))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void usersSeeTheirFellowsAndNobodyElse() {
    Person fellow = People.user(acme, "VIEWER");
    String other = People.organization(operator, "Other");
    Person stranger = People.user(other, "OWNER");
    // A member of both, whose membership in the other organization is not Acme's business.
    People.membership(operator, "Add", fellow.id(), other, "EDITOR");

    assertThat(fellow.graph().data("{ users { nodes { id } } }").getList("users.nodes.id"))
        .isEqualTo(List.of(owner.id(), fellow.id(), stranger.id()));
    assertThat(owner.graph().data("{ users { nodes { id } } }").getList("users.nodes.id"))
        .isEqualTo(List.of(owner.id(), fellow.id()));
    assertThat(roles(owner.graph(), fellow.id())).containsOnlyKeys(acme);
    assertThat(roles(fellow.graph(), fellow.id())).containsOnlyKeys(acme, other);
    assertThat(
            owner
                .graph()
                .data("query($id: ID!) { user(id: $id) { id } }", Map.of("id", stranger.id()))
                .getString("user"))
        .isNull();
    assertThat(
            owner
                .graph()
                .data("{ organizations { nodes { id } } }")
                .getList("organizations.nodes.id"))
        .isEqualTo(List.of(acme));
  }

  @Test
  void ownersManageTheMembersOfTheirOrganization() {
    Person fellow = People.user(acme, "VIEWER");

    assertThat(People.code(People.membership(fellow.graph(), "Change", fellow.id(), acme, "OWNER")))
        .isEqualTo("FORBIDDEN");
    assertThat(
            People.membership(owner.graph(), "Change", fellow.id(), acme, "EDITOR")
                .getString("data.changeMembership.user.memberships[0].role"))
        .isEqualTo("EDITOR");
    assertThat(People.code(People.membership(owner.graph(), "Add", fellow.id(), acme, "VIEWER")))
        .isEqualTo("ALREADY_EXISTS");
    People.membership(owner.graph(), "Remove", fellow.id(), acme, "");
    assertThat(roles(operator, fellow.id())).isEmpty();
    assertThat(
            fellow
                .graph()
                .data("{ organizations { totalCount } }")
                .getInt("organizations.totalCount"))
        .isZero();
  }

  @Test
  void membersLeaveByThemselves() {
    Person fellow = People.user(acme, "VIEWER");

    assertThat(People.code(People.membership(fellow.graph(), "Remove", fellow.id(), acme, "")))
        .isNull();
    assertThat(roles(operator, fellow.id())).isEmpty();
  }

  @Test
  void nobodyManagesTheMembersOfAnotherOrganization() {
    String other = People.organization(operator, "Other");

    assertThat(People.code(People.membership(owner.graph(), "Add", owner.id(), other, "OWNER")))
        .isEqualTo("NOT_FOUND");
    Person stranger = People.user(other, "VIEWER");
    assertThat(People.code(People.membership(owner.graph(), "Add", stranger.id(), acme, "VIEWER")))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void theLastOwnerStays() {
    assertThat(People.code(People.membership(owner.graph(), "Remove", owner.id(), acme, "")))
        .isEqualTo("CONFLICT");
    assertThat(People.code(People.membership(owner.graph(), "Change", owner.id(), acme, "EDITOR")))
        .isEqualTo("CONFLICT");
    assertThat(People.code(People.membership(operator, "Remove", owner.id(), acme, "")))
        .isEqualTo("CONFLICT");
    assertThat(
            operator.refusal(
                "mutation($i: DeleteUserInput!) { deleteUser(input: $i) { __typename } }",
                Map.of("i", Map.of("id", owner.id(), "version", 1))))
        .isEqualTo("CONFLICT");

    People.user(acme, "OWNER");
    assertThat(People.code(People.membership(owner.graph(), "Remove", owner.id(), acme, "")))
        .isNull();
  }

  @Test
  void ofAllOwnersWhoLeaveAtOnceOneStays() {
    int rounds = 8;
    List<Person> owners = new ArrayList<>(List.of(owner));
    for (int i = 0; i < 3; i++) {
      owners.add(People.user(acme, "OWNER"));
    }
    for (int round = 0; round < rounds; round++) {
      String shared = People.organization(operator, "Shared");
      for (Person one : owners) {
        People.membership(operator, "Add", one.id(), shared, "OWNER");
      }

      assertThat(answersToLeavingAtOnce(owners, shared))
          .containsExactlyInAnyOrder("null", "null", "null", "CONFLICT");
    }
  }

  private static List<String> answersToLeavingAtOnce(List<Person> owners, String organization) {
    CyclicBarrier start = new CyclicBarrier(owners.size());
    List<CompletableFuture<String>> leaving = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Person one : owners) {
        Map<String, Object> wish = People.wish(one.id(), organization, "");
        leaving.add(
            CompletableFuture.supplyAsync(
                () -> {
                  await(start);
                  return String.valueOf(
                      People.code(People.membership(one.graph(), "Remove", wish)));
                },
                threads));
      }
    }
    return leaving.stream().map(CompletableFuture::join).toList();
  }

  private static void await(CyclicBarrier start) {
    try {
      start.await();
    } catch (InterruptedException | BrokenBarrierException broken) {
      throw new IllegalStateException(broken);
    }
  }

  @Test
  void aRoleThatWasTakenIsGoneWhateverTheTokenSays() {
    Person fellow = People.user(acme, "EDITOR");
    People.membership(owner.graph(), "Change", fellow.id(), acme, "VIEWER");

    assertThat(
            fellow
                .graph()
                .refusal(
                    "mutation($i: CreateProjectInput!) { createProject(input: $i) { __typename } }",
                    Map.of("i", Map.of("organization", acme, "name", "Car"))))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void aStaleVersionOfAUserChangesNoMembership() {
    Person fellow = People.user(acme, "VIEWER");

    assertThat(
            owner
                .graph()
                .refusal(
                    "mutation($i: ChangeMembershipInput!) { changeMembership(input: $i) { __typename } }",
                    Map.of(
                        "i",
                        Map.of(
                            "id",
                            fellow.id(),
                            "version",
                            9,
                            "organization",
                            acme,
                            "role",
                            "OWNER"))))
        .isEqualTo("CONFLICT");
    assertThat(roles(operator, fellow.id())).containsEntry(acme, "VIEWER");
  }

  @Test
  void projectsBelongToOrganizationsThatExist() {
    String input = "mutation($i: CreateProjectInput!) { createProject(input: $i) { __typename } }";
    String nowhere = TypeId.generate("org").toString();

    assertThat(operator.refusal(input, Map.of("i", Map.of("organization", nowhere, "name", "Car"))))
        .isEqualTo("NOT_FOUND");
    assertThat(
            owner
                .graph()
                .refusal(input, Map.of("i", Map.of("organization", nowhere, "name", "Car"))))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void everyEntityKeepsItsPlaceAndStrangersSeeNone() {
    String project =
        People.create(owner.graph(), "Project", Map.of("organization", acme, "name", "Car"));
    String query =
        """
        query($r: [_Any!]!) { _entities(representations: $r) {
          ... on Organization { name } ... on Project { name } ... on User { email } } }
        """;
    Map<String, Object> representations =
        Map.of(
            "r",
            List.of(
                Map.of("__typename", "Project", "id", project),
                Map.of("__typename", "Organization", "id", acme),
                Map.of("__typename", "User", "id", owner.id())));
    Person stranger = People.user(People.organization(operator, "Other"), "OWNER");

    JsonPath mine = owner.graph().data(query, representations);
    assertThat(mine.getString("_entities[0].name")).isEqualTo("Car");
    assertThat(mine.getString("_entities[1].name")).isEqualTo("Acme");
    assertThat(mine.getString("_entities[2].email")).isEqualTo(owner.email());
    assertThat(stranger.graph().data(query, representations).getList("_entities"))
        .containsExactly(null, null, null);
  }

  @ParameterizedTest
  @CsvSource({"1", "30"})
  void aPageOfUsersWithTheirOrganizationsTakesOneStatementForEach(int size) {
    for (int i = 1; i < size; i++) {
      String email = "m-%s@example.com".formatted(UUID.randomUUID());
      People.create(
          operator, "User", Map.of("organization", acme, "name", "Member", "email", email));
    }
    try (SqlStatements sql = SqlStatements.record()) {
      JsonPath page =
          owner
              .graph()
              .data(
                  "{ users { nodes { email organization { name } memberships { role organization { name } } } } }");

      assertThat(page.getList("users.nodes.organization.name")).hasSize(size).containsOnly("Acme");
      assertThat(sql.about("user_account")).hasSize(1);
      assertThat(sql.about("from organization t")).hasSize(1);
    }
  }

  private static String creating(Person who, String parent) {
    return who.graph()
        .refusal(
            "mutation($i: CreateOrganizationInput!) { createOrganization(input: $i) { __typename } }",
            Map.of("i", Map.of("name", "Part", "parent", parent)));
  }

  private static Map<String, String> roles(Graph by, String user) {
    JsonPath read =
        by.data(
            "query($id: ID!) { user(id: $id) { memberships { role organization { id } } } }",
            Map.of("id", user));
    Map<String, String> roles = new HashMap<>();
    for (int i = 0; i < read.getList("user.memberships").size(); i++) {
      roles.put(
          read.getString("user.memberships[%d].organization.id".formatted(i)),
          read.getString("user.memberships[%d].role".formatted(i)));
    }
    return roles;
  }
}
