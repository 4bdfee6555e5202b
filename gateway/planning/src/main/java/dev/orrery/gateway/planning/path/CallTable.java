package dev.orrery.gateway.planning.path;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers the calls that a planning considers, and prices sets of them.
///
/// Calls of one wave to one subgraph travel together, so a pair of both is what costs most; then
/// the number of waves; then the entities at different places.
final class CallTable {
  static final long ROUND_TRIP = 10_000;
  static final long WAVE = 1_000;
  static final long PLACE = 10;

  private record Call(Position at, String subgraph, int wave) {}

  private record RoundTrip(String subgraph, int wave) {}

  private final Map<Call, Integer> numbers = new HashMap<>();
  private final Map<RoundTrip, Integer> roundTripNumbers = new HashMap<>();
  private final List<Integer> roundTripOf = new ArrayList<>();
  private final List<Integer> waveOf = new ArrayList<>();

  int call(Position at, String subgraph, int wave) {
    var call = new Call(at, subgraph, wave);
    var known = numbers.get(call);
    if (known != null) {
      return known;
    }
    var number = numbers.size();
    numbers.put(call, number);
    roundTripOf.add(
        roundTripNumbers.computeIfAbsent(
            new RoundTrip(subgraph, wave), _ -> roundTripNumbers.size()));
    waveOf.add(wave);
    return number;
  }

  long cost(Calls calls) {
    var seen = new java.util.BitSet(roundTripNumbers.size());
    var deepest = 0;
    var places = 0;
    var bits = calls.bits();
    for (var i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
      seen.set(roundTripOf.get(i));
      deepest = Math.max(deepest, waveOf.get(i));
      places++;
    }
    return seen.cardinality() * ROUND_TRIP + deepest * WAVE + places * PLACE;
  }

  /// What is sure to be added at least when all of `more` join `calls`.
  long addition(Calls calls, Calls more) {
    return cost(calls.and(more)) - cost(calls);
  }
}
