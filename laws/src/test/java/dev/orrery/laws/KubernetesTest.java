package dev.orrery.laws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.database.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/// The manifests give each process what `docs/operations.md` says it needs.
class KubernetesTest {
  private static final Path KUBERNETES = Path.of(System.getProperty("orrery.root"), "k8s");

  @ParameterizedTest
  @ValueSource(
      strings = {"location-api", "ipam-api", "instance-api", "permissions-api", "event-handlers"})
  void aServiceGetsItsDatabaseItsEventsAndItsKeys(String service) throws IOException {
    Map<String, Object> container = container(service);

    assertThat(environment(container))
        .contains(
            "ORRERY_DATABASE_URL",
            "ORRERY_DATABASE_USER",
            "ORRERY_DATABASE_PASSWORD",
            "ORRERY_NATS_URL",
            "ORRERY_NATS_USER",
            "ORRERY_NATS_PASSWORD",
            "ORRERY_JWKS",
            "QUARKUS_HTTP_PORT");
    assertThat(container.toString()).contains("/q/health/ready", "/q/health/live");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"location-api", "ipam-api", "instance-api", "permissions-api", "event-handlers"})
  void onlyTheMigrationKnowsTheLoginThatOwnsTheTables(String service) throws IOException {
    Map<String, String> serving = logins(container(service));
    Map<String, String> migrating = logins(migration(service));

    assertThat(serving).containsEntry("ORRERY_DATABASE_MIGRATE", "false");
    assertThat(serving.toString()).doesNotContain("owner");
    assertThat(migrating)
        .containsEntry("ORRERY_DATABASE_OWNER", serving.get("ORRERY_DATABASE_USER") + "_owner");
    assertThat(migrating.get("ORRERY_DATABASE_OWNER_PASSWORD")).contains("orrery-database-owner");
    assertThat(environment(migration(service))).contains("ORRERY_DATABASE_URL");
    assertThat(migration(service).get("image")).isEqualTo(container(service).get("image"));
    assertThat(migration(service).get("command").toString()).contains(Migration.class.getName());
  }

  @Test
  void onlyPermissionsApiKnowsTheOperatorsSecret() throws IOException {
    List<String> knowing = new ArrayList<>();
    for (String name : deployments()) {
      if (environment(container(name)).contains("ORRERY_OPERATOR_SECRET")) {
        knowing.add(name);
      }
    }

    assertThat(knowing).containsExactly("permissions-api");
  }

  @Test
  void theGatewayKnowsWhatATokenIsAndWhoExchangesPersonalOnes() throws IOException {
    assertThat(environment(container("gateway")))
        .contains("ORRERY_JWKS", "ORRERY_TOKENS_TYPE", "ORRERY_TOKENS_ENDPOINT");
  }

  @Test
  void noProcessMayBecomeRootOrWriteItsImage() throws IOException {
    for (String name : deployments()) {
      List<Map<String, Object>> all = new ArrayList<>(containers(name, "initContainers"));
      all.addAll(containers(name, "containers"));
      for (Map<String, Object> each : all) {
        assertThat(each.get("securityContext").toString())
            .as(name)
            .contains(
                "allowPrivilegeEscalation=false", "readOnlyRootFilesystem=true", "drop=[ALL]");
      }
    }
  }

  @Test
  void whatNobodyWaitsForLeavesTheProcessorsToTheOthers() throws IOException {
    List<String> background = List.of("event-handlers", "simulator");
    for (String name : deployments()) {
      assertThat(processors(name)).as(name).isEqualTo(background.contains(name) ? "50m" : "200m");
    }
  }

  private static String processors(String name) throws IOException {
    return map(map(container(name).get("resources")).get("requests")).get("cpu").toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "prod"})
  void everyImageHasATagOfItsOwn(String overlay) throws IOException {
    Map<String, Object> kustomization =
        new Yaml()
            .load(
                Files.readString(
                    KUBERNETES.resolve("overlays/" + overlay + "/kustomization.yaml")));
    List<String> tagged = new ArrayList<>();
    for (Map<String, String> image :
        KubernetesTest.<Map<String, String>>list(kustomization, "images")) {
      assertThat(image.get("newTag")).isNotBlank().isNotEqualTo("latest");
      tagged.add(image.get("name"));
    }

    assertThat(tagged)
        .containsExactlyInAnyOrderElementsOf(
            deployments().stream().map(name -> "orrery/" + name).toList());
  }

  private static List<String> deployments() throws IOException {
    Map<String, Object> kustomization =
        new Yaml().load(Files.readString(KUBERNETES.resolve("base/kustomization.yaml")));
    return KubernetesTest.<String>list(kustomization, "resources").stream()
        .map(file -> file.replace(".yaml", ""))
        .filter(name -> !name.equals("configuration"))
        .toList();
  }

  private static Map<String, Object> container(String name) throws IOException {
    return containers(name, "containers").getFirst();
  }

  /// What is done before the service starts.
  private static Map<String, Object> migration(String name) throws IOException {
    return containers(name, "initContainers").getFirst();
  }

  private static List<Map<String, Object>> containers(String name, String kind) throws IOException {
    for (Object document :
        new Yaml().loadAll(Files.readString(KUBERNETES.resolve("base/" + name + ".yaml")))) {
      Map<String, Object> manifest = map(document);
      if ("Deployment".equals(manifest.get("kind"))) {
        Map<String, Object> pod = map(map(map(manifest.get("spec")).get("template")).get("spec"));
        return pod.containsKey(kind) ? list(pod, kind) : List.of();
      }
    }
    throw new AssertionError("no Deployment in " + name);
  }

  private static Set<String> environment(Map<String, Object> container) throws IOException {
    Map<String, Object> shared =
        new Yaml().load(Files.readString(KUBERNETES.resolve("base/configuration.yaml")));
    Set<String> names = new HashSet<>(map(shared.get("data")).keySet());
    for (Map<String, Object> variable :
        KubernetesTest.<Map<String, Object>>list(container, "env")) {
      names.add(String.valueOf(variable.get("name")));
    }
    return names;
  }

  private static Map<String, String> logins(Map<String, Object> container) {
    Map<String, String> values = new HashMap<>();
    for (Map<String, Object> variable :
        KubernetesTest.<Map<String, Object>>list(container, "env")) {
      values.put(
          String.valueOf(variable.get("name")),
          String.valueOf(variable.getOrDefault("value", variable.get("valueFrom"))));
    }
    return values;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Map<String, Object> parent, String key) {
    return (List<T>) parent.get(key);
  }
}
