package dev.orrery.bench.gateway.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;

/// The result of a run, in Markdown with a picture beside it.
///
/// @param how the run was made
public record Report(List<Outcome> outcomes, String how) {
  private static final String NAME = "gateways";

  /// Writes the report and answers its text.
  public String write(Path folder) throws IOException {
    Files.writeString(folder.resolve(NAME + ".svg"), Plot.of(ranked()));
    String text = text();
    Files.writeString(folder.resolve(NAME + ".md"), text);
    return text;
  }

  private List<Outcome.Measured> ranked() {
    return outcomes.stream()
        .filter(Outcome.Measured.class::isInstance)
        .map(Outcome.Measured.class::cast)
        .sorted(Comparator.comparingDouble(outcome -> -outcome.reading().requests()))
        .toList();
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    text.append("# Gateways side by side\n\n");
    text.append("Measured on %s: %s.%n".formatted(LocalDate.now(), how));
    text.append("%s.%n%n".formatted(Machine.describe()));
    text.append("![requests per second](%s.svg)%n%n".formatted(NAME));
    text.append(
        """
        | gateway | de-duplication | requests/s | p50 ms | p99 ms | CPU ms per request | subgraph calls per request \
        | peak memory MB | core used |
        |---|---|--:|--:|--:|--:|--:|--:|--:|
        """);
    for (Outcome.Measured outcome : ranked()) {
      var reading = outcome.reading();
      text.append(
          "| %s | %s | %,.0f | %.1f | %.1f | %.2f | %.1f | %.0f | %.0f %% |%n"
              .formatted(
                  outcome.contender().name(),
                  outcome.contender().deduplication(),
                  reading.requests(),
                  reading.p50(),
                  reading.p99(),
                  reading.cpu(),
                  reading.calls(),
                  reading.memory(),
                  reading.busy()));
    }
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Excluded(var contender, var why)) {
        text.append(
            "%nNot ranked: %s, de-duplication %s, %s.%n"
                .formatted(contender.name(), contender.deduplication(), why));
      }
    }
    List<Bar> bars = Bar.check(outcomes);
    if (!bars.isEmpty()) {
      text.append("\n| what it is held to | found | |\n|---|--:|---|\n");
      bars.forEach(bar ->
          text.append(
              "| %s | %s | %s |%n"
                  .formatted(bar.rule(), bar.found(), bar.met() ? "met" : "**missed**")));
    }
    text.append(
        """

        Medians of the rounds. Every answer was compared with that of the same data without federation, before and after the
        load. Gateway on one core; subgraphs and load share another, so a gateway that leaves its core idle ("core used")
        was limited by those. The subgraphs compute each answer once and repeat it from memory: they are not what is measured.
        """);
    return text.toString();
  }
}
