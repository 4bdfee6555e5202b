package dev.orrery.permissions;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.Hidden;
import dev.orrery.permissions.People.Person;
import dev.orrery.permissions.role.Roles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What another organization has cannot be told from what is absent.
@WithHouse
class HiddenTest {
  private static final String VIEWER = new TypeId("role", Roles.idOf(Role.VIEWER)).toString();

  private String acme;
  private Person ann;
  private String other;
  private Person stranger;

  @BeforeEach
  void twoOrganizations() {
    Graph operator = People.operator();
    acme = People.organization(operator, "Acme");
    ann = People.user(acme, "OWNER");
    other = People.organization(operator, "Other");
    stranger = People.user(other, "OWNER");
  }

  @Test
  void organizationsAndProjects() {
    Hidden organizations = hidden(acme, "org");
    organizations.asksFor("Organization");
    organizations.changes("updateOrganization", "deleteOrganization");
    organizations.changes("createOrganization", id -> Map.of("name", "Theirs", "parent", id));
    organizations.changes("createProject", id -> Map.of("name", "Theirs", "organization", id));
    organizations.asks(
        "query($o: ID!) { why(subject: \"%s\", action: \"site.read\", organization: $o) { granted } }"
            .formatted(stranger.id()),
        id -> Map.of("o", id));
    organizations.asks(
        "query($o: ID!) { whoCan(action: \"site.read\", organization: $o) { subject } }",
        id -> Map.of("o", id));
    organizations.asks(
        "query($o: ID!) { previewOrganizationMove(organization: $o) { __typename } }",
        id -> Map.of("o", id));
    Hidden projects = hidden(made("Project", Map.of("name", "apollo")), "proj");
    projects.asksFor("Project");
    projects.changes("updateProject", "deleteProject");
  }

  @Test
  void peopleAndTheirCredentials() {
    Hidden users = hidden(ann.id(), "user");
    users.asksFor("User");
    users.changes("updateUser", "deleteUser");
    users.changes("setPassword", id -> Map.of("user", id, "newPassword", "correct horse"));
    users.changes(
        "addMembership",
        id -> Map.of("id", id, "version", 1, "organization", other, "role", "VIEWER"));
    users.changes("removeMembership", id -> Map.of("id", id, "version", 1, "organization", other));
    users.changes(
        "createBinding", id -> Map.of("organization", other, "subject", id, "role", VIEWER));
    Hidden accounts = hidden(made("ServiceAccount", Map.of("name", "robot")), "sa");
    accounts.asksFor("ServiceAccount");
    accounts.changes("updateServiceAccount", "deleteServiceAccount");
    accounts.changes(
        "createServiceAccountSecret", id -> Map.of("serviceAccount", id, "lifetimeDays", 1));
    Hidden tokens =
        hidden(
            ann.graph()
                .data(
                    "mutation($i: CreatePersonalAccessTokenInput!) { createPersonalAccessToken(input: $i) { personalAccessToken { id } } }",
                    Map.of(
                        "i",
                        Map.of("name", "backup", "actions", List.of("*.read"), "lifetimeDays", 1)))
                .getString("createPersonalAccessToken.personalAccessToken.id"),
            "pat");
    tokens.asksFor("PersonalAccessToken");
    tokens.changes("deletePersonalAccessToken");
  }

  @Test
  void groupsRolesBindingsAndInvitations() {
    String group = made("Group", Map.of("name", "ops"));
    Hidden groups = hidden(group, "grp");
    groups.asksFor("Group");
    groups.changes("updateGroup", "deleteGroup");
    groups.changes(
        "addGroupMembers", id -> Map.of("id", id, "version", 1, "members", List.of(stranger.id())));
    groups.changes(
        "createBinding", id -> Map.of("organization", other, "subject", id, "role", VIEWER));
    Hidden roles = hidden(made("Role", Map.of("name", "r", "actions", List.of("*.read"))), "role");
    roles.asksFor("Role");
    roles.changes("updateRole", "deleteRole");
    roles.changes(
        "createBinding", id -> Map.of("organization", other, "subject", stranger.id(), "role", id));
    Hidden bindings = hidden(made("Binding", Map.of("subject", group, "role", VIEWER)), "bind");
    bindings.asksFor("Binding");
    bindings.changes("updateBinding", "deleteBinding");
    Hidden invitations =
        hidden(
            made(
                "Invitation",
                Map.of(
                    "email",
                    "bob@example.com",
                    "role",
                    VIEWER,
                    "expiresAt",
                    Instant.now().plus(Duration.ofDays(1)).toString())),
            "inv");
    invitations.asksFor("Invitation");
    invitations.changes("deleteInvitation");
  }

  private String made(String kind, Map<String, ?> fields) {
    Map<String, Object> input = new java.util.HashMap<>(fields);
    input.put("organization", acme);
    return People.create(People.operator(), kind, input);
  }

  private Hidden hidden(String id, String prefix) {
    return new Hidden(stranger.graph(), id, TypeId.generate(prefix).toString());
  }
}
