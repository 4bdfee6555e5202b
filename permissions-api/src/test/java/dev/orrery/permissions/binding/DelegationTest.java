package dev.orrery.permissions.binding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.testing.Graph;
import dev.orrery.permissions.People;
import dev.orrery.permissions.WithHouse;
import dev.orrery.permissions.role.RoleContents;
import dev.orrery.permissions.role.RoleContents.Contents;
import dev.orrery.permissions.role.RoleRow;
import dev.orrery.permissions.role.Roles;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What one may hand on follows from what one has, in the record.
@WithHouse
class DelegationTest {
  @Inject Delegation delegation;
  @Inject RoleContents contents;
  @Inject Database database;
  private Graph operator;
  private String acme;
  private String lab;
  private String somebody;

  @BeforeEach
  void anOrganizationWithAPart() {
    operator = People.operator();
    acme = People.organization(operator, "Acme");
    lab = People.create(operator, "Organization", Map.of("name", "Lab", "parent", acme));
    somebody =
        People.create(operator, "ServiceAccount", Map.of("organization", acme, "name", "somebody"));
  }

  @Test
  void whatOneHasAboveOneMayGiveBelowAndNotTheReverse() {
    bind(somebody, lab, Role.EDITOR, null);
    assertThat(mayGive(somebody, Role.EDITOR, acme, null)).isFalse();
    assertThat(mayGive(somebody, Role.EDITOR, lab, null)).isTrue();

    bind(somebody, acme, Role.OWNER, null);
    assertThat(mayGive(somebody, Role.OWNER, lab, null)).isTrue();
  }

  @Test
  void aGreaterRoleIncludesTheLesserOnes() {
    bind(somebody, acme, Role.EDITOR, null);

    assertThat(mayGive(somebody, Role.VIEWER, acme, null)).isTrue();
    assertThat(mayGive(somebody, Role.OWNER, acme, null)).isFalse();
  }

  @Test
  void whatGroupsInGroupsHaveTheirMembersMayGive() {
    String inner = group("inner", somebody);
    String outer = group("outer", inner);
    assertThat(mayGive(somebody, Role.OWNER, acme, null)).isFalse();

    bind(outer, acme, Role.OWNER, null);

    assertThat(mayGive(somebody, Role.OWNER, acme, null)).isTrue();
  }

  @Test
  void whatEndsIsGivenForNoLonger() {
    Instant end = Instant.now().plus(Duration.ofHours(1));
    bind(somebody, acme, Role.OWNER, end);

    assertThat(mayGive(somebody, Role.VIEWER, acme, null)).isFalse();
    assertThat(mayGive(somebody, Role.VIEWER, acme, end.plusSeconds(60))).isFalse();
    assertThat(mayGive(somebody, Role.VIEWER, acme, end.minusSeconds(60))).isTrue();
  }

  @Test
  void patternsAreGivenByThoseWhoHaveAllThatTheyWillEverMean() {
    Contents things = new Contents(null, List.of("thing.*"));
    Contents reading = new Contents(null, List.of("*.read"));
    Contents one = new Contents(null, List.of("thing.read"));

    assertThat(contents.missing(one, List.of(things))).isEmpty();
    assertThat(contents.missing(one, List.of(reading))).isEmpty();
    assertThat(contents.missing(things, List.of(reading, one))).contains("thing.*");
    assertThat(contents.missing(things, List.of(new Contents(Role.OWNER, List.of())))).isEmpty();
    assertThat(contents.missing(things, List.of(new Contents(Role.EDITOR, List.of()))))
        .as("an editor will not have what owners alone get")
        .contains("thing.*");
    assertThat(contents.missing(new Contents(Role.VIEWER, List.of()), List.of(things, reading)))
        .contains("the role VIEWER");
  }

  private boolean mayGive(String giver, Role role, String organization, @Nullable Instant until) {
    UUID scope = TypeId.parse(organization).uuid();
    return database
        .own()
        .read(transaction ->
            delegation.mayGive(
                    transaction,
                    giver,
                    Objects.requireNonNull(transaction.find(RoleRow.class, Roles.idOf(role))),
                    Scope.of(scope),
                    until)
                instanceof Answer.Granted<RoleRow>);
  }

  private String group(String name, String member) {
    return People.create(
        operator, "Group", Map.of("organization", acme, "name", name, "members", List.of(member)));
  }

  private void bind(String subject, String organization, Role role, @Nullable Instant end) {
    Map<String, Object> input =
        new HashMap<>(
            Map.of(
                "organization",
                organization,
                "subject",
                subject,
                "role",
                new TypeId("role", Roles.idOf(role)).toString()));
    if (end != null) {
      input.put("expiresAt", end.toString());
    }
    People.create(operator, "Binding", input);
  }
}
