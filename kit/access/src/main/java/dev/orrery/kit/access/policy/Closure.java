package dev.orrery.kit.access.policy;

import java.util.List;

/// All that somebody has, directly and by groups, as of one era. Never changes.
///
/// Somebody may be in many groups with many bindings each, of which next to none are on what a
/// question is about. So it keeps a small filter of every scope in them, in which a look costs one
/// word of memory. Source: B. Bloom, [Space/Time Trade-offs in Hash Coding with Allowable
/// Errors](https://doi.org/10.1145/362686.362692), with both bits of a scope in one word.
final class Closure {
  /// About 3 in 100 scopes that are not there are looked for in vain.
  private static final int BITS_PER_SCOPE = 8;

  private final long era;
  private final Grants[] grants;
  private final long[] filter;

  private Closure(long era, Grants[] grants, long[] filter) {
    this.era = era;
    this.grants = grants;
    this.filter = filter;
  }

  static Closure of(long era, List<Grants> grants) {
    int scopes = grants.stream().mapToInt(Grants::size).sum();
    long[] filter = new long[words(scopes)];
    grants.forEach(each ->
        each.forEach(binding -> {
          int hash = Grants.hash(binding.scope);
          filter[word(hash, filter.length)] |= bits(hash);
        }));
    return new Closure(era, grants.toArray(Grants[]::new), filter);
  }

  private static int words(int scopes) {
    int needed = (scopes * BITS_PER_SCOPE + 63) / 64;
    return needed <= 1 ? 1 : Integer.highestOneBit(needed - 1) << 1;
  }

  long era() {
    return era;
  }

  Grants[] grants() {
    return grants;
  }

  /// Whether something in it grants what is asked.
  boolean allows(Asking asking) {
    for (int i = asking.scopeCount() - 1; i >= 0; i--) {
      int scope = asking.scope(i);
      if (scope != Scope.NONE && mayHold(scope) && allows(scope, asking)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayHold(int scope) {
    int hash = Grants.hash(scope);
    long bits = bits(hash);
    return (filter[word(hash, filter.length)] & bits) == bits;
  }

  private boolean allows(int scope, Asking asking) {
    for (Grants each : grants) {
      if (each.allow(scope, asking)) {
        return true;
      }
    }
    return false;
  }

  private static int word(int hash, int words) {
    return (hash >>> 12) & (words - 1);
  }

  private static long bits(int hash) {
    return 1L << hash | 1L << (hash >>> 6);
  }
}
