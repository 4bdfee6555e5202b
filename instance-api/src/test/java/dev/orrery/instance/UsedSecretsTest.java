package dev.orrery.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.testing.Graph;
import dev.orrery.kit.testing.NatsForTests;
import dev.orrery.kit.testing.PolicyForTests;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who may have a secret of an organization used, of which no more is known here than its id.
@WithHouse
class UsedSecretsTest {
  TokensForTests tokens;
  NatsForTests nats;

  private Catalog catalog;
  private String project;
  private String secret;
  private String member;

  /// Sees the organization, and changes what is in a project of it.
  private Graph inProject;

  @BeforeEach
  void anOrganizationWithAProject() {
    catalog = Catalog.of(tokens);
    project = Catalog.id("proj");
    secret = Catalog.id("sec");
    member = Catalog.id("user");
    tokens.of(member, Map.of(catalog.organization(), "VIEWER"));
    inProject = with(project, "EDITOR");
  }

  @Test
  void whoeverMayNotUseASecretIsToldThatThereIsNone() {
    JsonPath refused = created(inProject, "web-1", secret);

    assertThat(refused.getString("errors[0].extensions.code")).isEqualTo("NOT_FOUND");
    assertThat(refused.getString("errors[0].extensions.argument"))
        .isEqualTo("input.secrets[0].secret");
    assertThat(refused.getString("errors[0].message"))
        .isEqualTo("input.secrets[0].secret: there is no secret " + secret);
    assertThat(created(inProject, "web-1").getList("errors")).isNull();
  }

  @Test
  void whoeverChangesTheWholeOrganizationMayUseItsSecrets() {
    assertThat(created(catalog.editor(), "web-1", secret).getList("errors")).isNull();
  }

  @Test
  void aRoleOnOneSecretIsForThatOneAlone() {
    Graph trusted = with(secret, "EDITOR");

    assertThat(created(trusted, "web-1", secret).getList("errors")).isNull();
    assertThat(
            created(trusted, "web-2", secret, Catalog.id("sec"))
                .getString("errors[0].extensions.argument"))
        .isEqualTo("input.secrets[1].secret");
  }

  @Test
  void whatAnInstanceUsesAlreadyStaysWhoeverChangesIt() {
    String id =
        created(catalog.editor(), "web-1", secret).getString("data.createInstance.instance.id");

    assertThat(updated(inProject, id, 1, secret).getList("errors")).isNull();
    assertThat(
            updated(inProject, id, 1, secret, Catalog.id("sec"))
                .getString("errors[0].extensions.code"))
        .isEqualTo("NOT_FOUND");
    assertThat(updated(inProject, id, 1).getList("errors")).isNull();
    assertThat(updated(inProject, id, 2, secret).getString("errors[0].extensions.code"))
        .isEqualTo("NOT_FOUND");
    assertThat(updated(catalog.editor(), id, 2, secret).getList("errors")).isNull();
  }

  private Graph with(String part, String role) {
    long revision = PolicyForTests.of(nats).giveOn(part, member, catalog.organization(), role);
    return Graph.as(tokens.at(revision, member));
  }

  private JsonPath created(Graph by, String name, String... secrets) {
    Map<String, Object> input =
        catalog.order(name, Map.of("project", project, "secrets", named(secrets)));
    return by.ask(
        "mutation($i: CreateInstanceInput!) { createInstance(input: $i) { instance { id } } }",
        Map.of("i", catalog.owned(input)));
  }

  private static JsonPath updated(Graph by, String id, int version, String... secrets) {
    return by.ask(
        "mutation($i: UpdateInstanceInput!) { updateInstance(input: $i) { instance { version } } }",
        Map.of("i", Map.of("id", id, "version", version, "secrets", named(secrets))));
  }

  private static List<Map<String, String>> named(String... secrets) {
    return IntStream.range(0, secrets.length)
        .mapToObj(i -> Map.of("name", "s" + i, "secret", secrets[i]))
        .toList();
  }
}
