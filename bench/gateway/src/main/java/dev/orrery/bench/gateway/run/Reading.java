package dev.orrery.bench.gateway.run;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What one measurement came to.
///
/// @param requests per second
/// @param p50 milliseconds
/// @param p99 milliseconds
/// @param cpu milliseconds of the gateway's processes per request
/// @param calls of subgraphs per request
/// @param memory most resident memory so far, in MB
/// @param busy share of the gateway's core that it used, in percent
public record Reading(
    double requests, double p50, double p99, double cpu, double calls, double memory, double busy) {

  static Reading median(List<Reading> readings) {
    return new Reading(
        median(readings, Reading::requests),
        median(readings, Reading::p50),
        median(readings, Reading::p99),
        median(readings, Reading::cpu),
        median(readings, Reading::calls),
        median(readings, Reading::memory),
        median(readings, Reading::busy));
  }

  private static double median(List<Reading> readings, ToDoubleFunction<Reading> figure) {
    double[] sorted = readings.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
