package dev.orrery.instance.instance;

import dev.orrery.instance.graphql.types.InstanceSecretInput;
import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.resource.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/// Which secrets an instance uses, and under which names. Who may use them is asked here, where it
/// is known who wants to. Whether they are there, and for its provider, is known to whoever keeps
/// them, and found out when the provider is to get them.
final class UsedSecrets {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,62}");
  private static final int MOST = 64;

  private UsedSecrets() {}

  /// With each secret as a reference that its keeper resolves.
  static List<Map<String, Object>> inGraph(Snapshot instance) {
    return ((List<?>) Objects.requireNonNullElse(instance.get("secrets"), List.of()))
        .stream()
            .map(Map.class::cast)
            .map(each ->
                Map.<String, Object>of(
                    "name",
                    String.valueOf(each.get("name")),
                    "secret",
                    Map.of("id", String.valueOf(each.get("secret")))))
            .toList();
  }

  /// As events tell them: `{name, secret}` each.
  static List<Map<String, Object>> listed(Map<String, Object> kept) {
    return new TreeMap<>(kept)
        .entrySet().stream()
            .map(each -> Map.of("name", each.getKey(), "secret", each.getValue()))
            .toList();
  }

  /// As they are kept: ids by their names. Each must be one that the viewer may use, or that the
  /// instance uses already. Whether there is one with such an id makes no difference here.
  ///
  /// @param before those that the instance uses already
  static Answer<Map<String, Object>> of(
      List<InstanceSecretInput> given,
      Map<String, Object> before,
      Viewer viewer,
      UUID organization) {
    Map<String, Object> used = new TreeMap<>();
    for (InstanceSecretInput each : given) {
      if (!NAME.matcher(each.getName()).matches()
          || used.put(each.getName(), each.getSecret()) != null) {
        return Answer.refused(
            new InvalidArgument(
                "input.secrets",
                "each name is another one: a letter, then letters, digits, dots, dashes,"
                    + " underscores"));
      }
    }
    if (used.size() > MOST) {
      return Answer.refused(
          new InvalidArgument("input.secrets", "%d at most are used at once".formatted(MOST)));
    }
    for (int i = 0; i < used.size(); i++) {
      String secret = given.get(i).getSecret();
      if (!before.containsValue(secret)
          && !viewer.may("secret.use", target(organization, secret))) {
        return Answer.refused(
            new InstanceError.NoSuchSecret("input.secrets[%d].secret".formatted(i), secret));
      }
    }
    return Answer.granted(used);
  }

  /// Secrets belong to no project.
  private static Target target(UUID organization, String secret) {
    return new Target(organization, null, TypeId.parse(secret).uuid(), Map.of());
  }
}
