package dev.orrery.gateway.planning.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/// Dice that fall the same way for the same seed.
final class Chance {
  private final Random random;

  Chance(long seed) {
    this.random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  <T> T of(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  <T> List<T> shuffled(List<T> all) {
    var mixed = new ArrayList<>(all);
    Collections.shuffle(mixed, random);
    return mixed;
  }

  /// At least `least` of the numbers below `bound`.
  TreeSet<Integer> some(int bound, int least) {
    var chosen = new TreeSet<Integer>();
    while (chosen.size() < least) {
      chosen.add(random.nextInt(bound));
    }
    for (var i = 0; i < bound; i++) {
      if (oneIn(3)) {
        chosen.add(i);
      }
    }
    return chosen;
  }
}
