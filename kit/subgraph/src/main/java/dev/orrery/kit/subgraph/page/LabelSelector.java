package dev.orrery.kit.subgraph.page;

import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Kubernetes' label selectors: `env=prod,tier in (web,api),!legacy`.
///
/// Source: [Labels and
/// Selectors](https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/). As there,
/// `!=` and `notin` also select what lacks the key.
public final class LabelSelector {
  private static final Pattern KEY =
      Pattern.compile(
          "(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern VALUE =
      Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
  private static final Pattern REQUIREMENT =
      Pattern.compile(
          "\\s*(?:(?<absent>!)\\s*(?<absentKey>[^\\s!=,()]+)"
              + "|(?<key>[^\\s!=,()]+)\\s*(?:(?<equality>==?|!=)\\s*(?<value>[^\\s!=,()]*)"
              + "|(?<set>\\s(?:in|notin))\\s*\\((?<values>[^()]*)\\))?)\\s*(?:,|$)");

  private LabelSelector() {}

  public static boolean isKey(String key) {
    return KEY.matcher(key).matches();
  }

  public static boolean isValue(String value) {
    return VALUE.matcher(value).matches();
  }

  /// @return a condition on the column `labels` of the table `t`
  public static String condition(String selector, Parameters parameters, String path) {
    if (selector.isBlank()) {
      return "true";
    }
    List<String> conditions = new ArrayList<>();
    Matcher requirement = REQUIREMENT.matcher(selector);
    int position = 0;
    while (position < selector.length()) {
      if (!requirement.find(position) || requirement.start() != position) {
        throw malformed(selector, path, "cannot read '%s'".formatted(selector.substring(position)));
      }
      conditions.add(one(requirement, selector, parameters, path));
      position = requirement.end();
    }
    if (selector.stripTrailing().endsWith(",")) {
      throw malformed(selector, path, "it ends with a comma");
    }
    return "(" + String.join(" and ", conditions) + ")";
  }

  private static String one(
      Matcher requirement, String selector, Parameters parameters, String path) {
    if (requirement.group("absent") != null) {
      String key = checkedKey(requirement.group("absentKey"), selector, path);
      return "not jsonb_exists(t.labels, %s)".formatted(parameters.bind(key));
    }
    String key = checkedKey(requirement.group("key"), selector, path);
    if (requirement.group("equality") != null) {
      String holds =
          holds(key, checkedValue(requirement.group("value"), selector, path), parameters);
      return requirement.group("equality").equals("!=") ? "not " + holds : holds;
    }
    if (requirement.group("set") != null) {
      String among =
          "("
              + String.join(
                  " or ",
                  Arrays.stream(requirement.group("values").split(",", -1))
                      .map(value -> checkedValue(value.strip(), selector, path))
                      .map(value -> holds(key, value, parameters))
                      .toList())
              + ")";
      return requirement.group("set").strip().equals("notin") ? "not " + among : among;
    }
    return "jsonb_exists(t.labels, %s)".formatted(parameters.bind(key));
  }

  /// Containment, because an index answers it.
  private static String holds(String key, String value, Parameters parameters) {
    return "t.labels @> cast(cast(%s as text) as jsonb)"
        .formatted(parameters.bind(new JsonObject().put(key, value).encode()));
  }

  private static String checkedKey(String key, String selector, String path) {
    if (!isKey(key)) {
      throw malformed(selector, path, "'%s' is not a label's key".formatted(key));
    }
    return key;
  }

  private static String checkedValue(String value, String selector, String path) {
    if (!isValue(value)) {
      throw malformed(selector, path, "'%s' is not a label's value".formatted(value));
    }
    return value;
  }

  private static RefusedException malformed(String selector, String path, String why) {
    return new RefusedException(
        new InvalidArgument(
            path,
            "'%s' is not a label selector: %s; write, for example, env=prod,tier in (web,api),!legacy"
                .formatted(selector, why)));
  }
}
