package dev.orrery.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.provider.testkit.Verdict.Kind;
import dev.orrery.provider.testkit.bench.UnderTest;
import dev.orrery.provider.testkit.checks.Catalogue;
import dev.orrery.provider.testkit.checks.Check;
import dev.orrery.provider.testkit.raw.Fault;
import dev.orrery.provider.testkit.raw.RawProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Providers with one fault each fail the checks that this fault breaks, and no others.
class BadProvidersTest {
  private static final int SIDE_BY_SIDE = 8;

  /// One check of most groups; a fault of something else leaves them alone.
  private static final List<String> SMOKE =
      List.of(
          "hello.keeps-its-schema",
          "orders.are-filtered-to-the-providers-own",
          "reports.keep-their-schema",
          "acknowledgement.comes-for-every-order",
          "verbs.ensure-makes-the-resource",
          "verbs.remove-takes-it-away",
          "verbs.an-unknown-verb-is-refused",
          "fencing.refuses-a-lower-token",
          "generations.an-older-one-is-superseded",
          "duplicates.sent-together-have-one-effect",
          "failures.for-good-are-permanent",
          "drift.is-seen-when-the-resource-vanished",
          "robustness.a-body-that-is-no-json-is-refused",
          "cancelling.what-nobody-knows-does-no-harm",
          "deadlines.that-have-passed-are-not-begun",
          "secrets.of-the-desired-state-are-not-repeated");

  /// What a fault breaks only when a race goes that way.
  private static final Map<Fault, String> NOW_AND_THEN =
      Map.of(Fault.MIXES_UP_ONE_RESOURCE, "duplicates.sent-together-have-one-effect");

  @TestFactory
  Stream<DynamicTest> failTheChecksOfTheirFaultAndNoOthers() throws InterruptedException {
    Map<Fault, Future<Verdicts>> runs = new EnumMap<>(Fault.class);
    try (var threads = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
      for (var fault : Fault.values()) {
        Callable<Verdicts> run = () -> verdicts(fault);
        runs.put(fault, threads.submit(run));
      }
    }
    return runs.entrySet().stream()
        .map(run ->
            DynamicTest.dynamicTest(
                run.getKey().name(), () -> judge(run.getKey(), run.getValue())));
  }

  private static Verdicts verdicts(Fault fault) {
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            RawProvider.class.getName(),
            fault.name());
    var provider =
        UnderTest.of(command, Path.of(System.getProperty("orrery.root")))
            .waiting(Duration.ofSeconds(5));
    return Run.of(provider, checks(fault), 1, verdict -> {});
  }

  /// Those that will fail come last: after each of them everything is set up anew.
  private static List<Check> checks(Fault fault) {
    return Catalogue.all().stream()
        .filter(check -> SMOKE.contains(check.name()) || fault.foundBy().contains(check.name()))
        .sorted(Comparator.comparing(check -> fault.foundBy().contains(check.name())))
        .toList();
  }

  private static void judge(Fault fault, Future<Verdicts> run)
      throws ExecutionException, InterruptedException {
    var verdicts = run.get();
    assertThat(verdicts.of(Kind.BROKEN)).as("checks that broke themselves").isEmpty();
    assertThat(
            verdicts.of(Kind.FAILED).stream()
                .map(verdict -> verdict.check().name())
                .filter(check -> !check.equals(NOW_AND_THEN.get(fault))))
        .as("%s", verdicts.of(Kind.FAILED))
        .containsExactlyInAnyOrderElementsOf(fault.foundBy());
    assertThat(verdicts.of(Kind.FAILED)).allSatisfy(one -> assertThat(one.reason()).isNotBlank());
  }
}
