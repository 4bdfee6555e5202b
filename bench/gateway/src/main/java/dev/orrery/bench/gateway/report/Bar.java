package dev.orrery.bench.gateway.report;

import dev.orrery.bench.gateway.run.Contender;
import dev.orrery.bench.gateway.run.Contender.Deduplication;
import dev.orrery.bench.gateway.run.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What the gateway is held to. Speeds are ratios to a peer in the same run: what a machine does in
/// a second says little about another one.
///
/// @param rule such as "at least 1.5 times Grafbase"
/// @param found the figure
record Bar(String rule, String found, boolean met) {
  private static final String OURS = "Orrery";

  static List<Bar> check(List<Outcome> outcomes) {
    return Stream.of(
            ratio(outcomes, 1.5, "Grafbase", Deduplication.NONE, Deduplication.NONE),
            ratio(outcomes, 3.8, "Rust planner", Deduplication.NONE, Deduplication.NONE),
            ratio(outcomes, 1.9, "Rust planner", Deduplication.BOTH, Deduplication.BOTH),
            alone(outcomes).stream())
        .flatMap(bars -> bars)
        .toList();
  }

  private static Stream<Bar> ratio(
      List<Outcome> outcomes, double wanted, String peer, Deduplication own, Deduplication theirs) {
    Optional<Reading> ours = find(outcomes, OURS, own);
    Optional<Reading> other = find(outcomes, peer, theirs);
    if (ours.isEmpty() || other.isEmpty()) {
      return Stream.empty();
    }
    double ratio = ours.get().requests() / other.get().requests();
    return Stream.of(
        new Bar(
            "at least %.1f times the requests/s of %s, de-duplication %s"
                .formatted(wanted, nameOf(outcomes, peer), own),
            "%.2f".formatted(ratio),
            ratio >= wanted));
  }

  private static List<Bar> alone(List<Outcome> outcomes) {
    return find(outcomes, OURS, Deduplication.NONE)
        .map(reading ->
            List.of(
                atMost("p50 in ms, without de-duplication", reading.p50(), 40),
                atMost("p99 in ms, without de-duplication", reading.p99(), 60),
                atMost("ms of CPU per request, without de-duplication", reading.cpu(), 0.75),
                atMost("subgraph calls per request", reading.calls(), 7.005)))
        .orElse(List.of());
  }

  private static Bar atMost(String what, double found, double most) {
    return new Bar(
        "at most %s %s".formatted("%.2f".formatted(most).replaceAll("\\.?0+\\d?$", ""), what),
        "%.2f".formatted(found),
        found <= most);
  }

  private static Optional<Reading> find(List<Outcome> outcomes, String name, Deduplication mode) {
    return outcomes.stream()
        .filter(outcome ->
            outcome.contender().name().contains(name)
                && outcome.contender().deduplication() == mode)
        .flatMap(outcome ->
            outcome instanceof Outcome.Measured(var _, var reading)
                ? Stream.of(reading)
                : Stream.empty())
        .findFirst();
  }

  private static String nameOf(List<Outcome> outcomes, String part) {
    return outcomes.stream()
        .map(Outcome::contender)
        .map(Contender::name)
        .filter(name -> name.contains(part))
        .findFirst()
        .orElse(part);
  }
}
