package dev.orrery.provider.testkit;

import dev.orrery.provider.testkit.bench.Json;
import dev.orrery.provider.testkit.bench.UnderTest;
import dev.orrery.provider.testkit.checks.Catalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/// The provider contract as JUnit tests, one for each check:
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> keepsTheProviderContract() {
///   return ProviderContract.of(MyProvider.class).tests();
/// }
/// ```
public final class ProviderContract {
  private static final int BENCHES = 6;

  private final UnderTest provider;
  private final List<String> names;

  private ProviderContract(UnderTest provider, List<String> names) {
    this.provider = provider;
    this.names = names;
  }

  /// Of the program with that main class and the class path of the test.
  public static ProviderContract of(Class<?> main) {
    return of(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
  }

  /// Of any program.
  public static ProviderContract of(List<String> command) {
    return new ProviderContract(
        UnderTest.of(command, Path.of(System.getProperty("orrery.root", "."))), List.of(""));
  }

  /// The same, with more environment for its process.
  public ProviderContract with(Map<String, String> environment) {
    return new ProviderContract(provider.with(environment), names);
  }

  /// The same, with desired states of its own instead of the testkit's: JSON, the second to be
  /// reached from the first in place.
  public ProviderContract desiring(String first, String second) {
    return new ProviderContract(provider.desiring(Json.parse(first), Json.parse(second)), names);
  }

  /// The same, with more patience, for a back end that takes its time.
  public ProviderContract waiting(Duration most) {
    return new ProviderContract(provider.waiting(most), names);
  }

  /// Only the checks whose names begin with one of these: `verbs.`, `drift.is-seen`. Those alone
  /// are not the contract.
  public ProviderContract only(String... beginnings) {
    return new ProviderContract(provider, List.of(beginnings));
  }

  /// Runs every check and tells the verdicts, one test each. A check that does not apply is an
  /// aborted test. The last test fails when effects could not be judged.
  public Stream<DynamicTest> tests() {
    var checks =
        Catalogue.all().stream()
            .filter(check -> names.stream().anyMatch(check.name()::startsWith))
            .toList();
    if (checks.isEmpty()) {
      throw new IllegalArgumentException("no check is named " + names);
    }
    var verdicts = Run.of(provider, checks, BENCHES, verdict -> {});
    return Stream.concat(
        verdicts.all().stream()
            .map(verdict -> DynamicTest.dynamicTest(verdict.check().name(), () -> tell(verdict))),
        Stream.of(
            DynamicTest.dynamicTest(
                "effects-are-judged",
                () -> {
                  if (!verdicts.verifiable()) {
                    throw new AssertionError("the provider does not announce verification:1");
                  }
                })));
  }

  private static void tell(Verdict verdict) {
    switch (verdict.kind()) {
      case PASSED -> {}
      case NOT_APPLICABLE -> throw new TestAbortedException(verdict.reason());
      case FAILED ->
          throw new AssertionError(
              "%s%nclause: %s".formatted(verdict.reason(), verdict.check().clause().words()));
      case BROKEN -> throw new IllegalStateException("the testkit failed: " + verdict.reason());
    }
  }
}
