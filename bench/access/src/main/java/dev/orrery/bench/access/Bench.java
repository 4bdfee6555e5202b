package dev.orrery.bench.access;

import dev.orrery.kit.testing.PostgresForTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/// Measures everything and writes it down: `bench/access/run`.
public final class Bench {
  private static final int BINDINGS = 1_000_000;
  private static final int ROWS = 1_000_000;
  private static final int READS = 400;

  private final boolean brief;
  private final List<String> lines = new ArrayList<>();

  private Bench(boolean brief) {
    this.brief = brief;
  }

  public static void main(String[] arguments) throws Exception {
    boolean brief = List.of(arguments).contains("--short");
    Bench bench = new Bench(brief);
    bench.title();
    bench.checks();
    bench.size();
    bench.pages();
    String report = String.join("\n", bench.lines) + "\n";
    System.out.println(report);
    if (!brief) {
      Path file = Path.of(System.getProperty("bench.results"));
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, report);
    }
  }

  private void title() throws IOException {
    String processor =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
    say("# The policy in memory, and what it lets SQL see");
    say("");
    say(
        "Written by `bench/access/run` on %s: %s, %d cores, JDK %s.",
        LocalDate.now(), processor, Runtime.getRuntime().availableProcessors(), Runtime.version());
    say("");
    say(
        "%,d bindings of %,d subjects and %,d groups on %,d resources, %,d projects and organizations %d deep.",
        BINDINGS, BINDINGS / 10, BINDINGS / 100, BINDINGS / 10, BINDINGS / 100, LargePolicy.DEPTH);
    say("");
    say("| | target | measured |");
    say("|---|---|---|");
  }

  /// JMH's sampling: what the clock itself takes is in the figures.
  private void checks() throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(CheckBenchmark.class.getSimpleName())
                    .forks(1)
                    .warmupIterations(brief ? 2 : 5)
                    .warmupTime(TimeValue.seconds(2))
                    .measurementIterations(brief ? 2 : 10)
                    .measurementTime(TimeValue.seconds(2))
                    .build())
            .run();
    for (RunResult result : results) {
      Statistics times = result.getPrimaryResult().getStatistics();
      String name = result.getPrimaryResult().getLabel();
      say(
          "| `%s`, one thread | %s | p50 %.0f ns, p99 %.0f ns, p99.9 %.0f ns (%,d samples) |",
          name,
          name.equals("check") ? "p99 < 1,000 ns" : "",
          times.getPercentile(50),
          times.getPercentile(99),
          times.getPercentile(99.9),
          times.getN());
    }
  }

  private void size() throws IOException {
    Size size = Size.of(BINDINGS);
    say(
        "| the whole policy read from %,d JSON messages | ≤ 10 s | %.1f s |",
        size.messages(), size.rebuild().toMillis() / 1000.0);
    say(
        "| memory, all of it divided by the bindings | ≤ 400 bytes | %.0f bytes |",
        size.everything());
  }

  private void pages() throws SQLException {
    try (PostgresForTests postgres = PostgresForTests.start();
        Pages pages = new Pages(postgres, ROWS)) {
      for (Map.Entry<String, Pages.Sql> viewer : pages.viewers().entrySet()) {
        double[] millis = millis(pages, viewer.getValue());
        say(
            "| a page of %d from %,d rows, for a viewer %s | ≤ 20 ms | p50 %.2f ms, p99 %.2f ms |",
            Pages.PAGE,
            ROWS,
            viewer.getKey(),
            millis[millis.length / 2],
            millis[millis.length * 99 / 100]);
      }
    }
  }

  /// The first page and pages from random places, sorted.
  private static double[] millis(Pages pages, Pages.Sql viewer) throws SQLException {
    Random random = new Random(1);
    double[] millis = new double[READS];
    try (PreparedStatement page = pages.page(viewer, "")) {
      for (int i = -20; i < READS; i++) {
        UUID after = i % 2 == 0 ? new UUID(0, 0) : pages.somewhere(random);
        long start = System.nanoTime();
        pages.read(page, after);
        if (i >= 0) {
          millis[i] = (System.nanoTime() - start) / 1e6;
        }
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  private void say(String line, Object... values) {
    lines.add(String.format(Locale.ROOT, line, values));
  }
}
