package dev.orrery.instance.instance;

import dev.orrery.instance.graphql.types.InstanceSecretInput;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.resource.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which secrets an instance uses, and under which names. Whether they are there, and for its
/// provider, is known to whoever keeps them, and found out when the provider is to get them.
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

  /// As they are kept: ids by their names.
  static Answer<Map<String, Object>> of(@Nullable List<InstanceSecretInput> given) {
    Map<String, Object> used = new TreeMap<>();
    for (InstanceSecretInput each : given == null ? List.<InstanceSecretInput>of() : given) {
      if (!NAME.matcher(each.getName()).matches()
          || used.put(each.getName(), each.getSecret()) != null) {
        return Answer.refused(
            new InvalidArgument(
                "input.secrets",
                "each name is another one: a letter, then letters, digits, dots, dashes,"
                    + " underscores"));
      }
    }
    return used.size() > MOST
        ? Answer.refused(
            new InvalidArgument("input.secrets", "%d at most are used at once".formatted(MOST)))
        : Answer.granted(used);
  }
}
