package dev.orrery.provider.testkit.checks;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Every check there is.
public final class Catalogue {
  private static final List<Class<?>> GROUPS =
      List.of(
          Hello.class,
          Heartbeat.class,
          Orders.class,
          Reports.class,
          Acknowledgement.class,
          Verbs.class,
          Lanes.class,
          Fencing.class,
          Generations.class,
          Duplicates.class,
          Crashes.class,
          Failures.class,
          Drift.class,
          Memory.class,
          Deadlines.class,
          Cancelling.class,
          Robustness.class,
          Outages.class,
          Stopping.class,
          Credentials.class,
          Secrets.class,
          Sealed.class);

  private static final List<Check> ALL =
      GROUPS.stream().flatMap(group -> checksOf(group).stream()).toList();

  private Catalogue() {}

  /// In the order of the guide.
  public static List<Check> all() {
    return ALL;
  }

  /// Those whose name is one of these, or begins with one of them.
  public static List<Check> named(List<String> names) {
    return ALL.stream()
        .filter(check -> names.stream().anyMatch(name -> check.name().startsWith(name)))
        .toList();
  }

  private static List<Check> checksOf(Class<?> group) {
    return Arrays.stream(group.getDeclaredMethods())
        .flatMap(method ->
            Optional.ofNullable(method.getAnnotation(Rule.class)).stream()
                .map(rule -> Check.of(method, rule)))
        .sorted(Comparator.comparing(Check::name))
        .toList();
  }
}
