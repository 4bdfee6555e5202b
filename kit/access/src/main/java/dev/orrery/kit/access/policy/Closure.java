package dev.orrery.kit.access.policy;

import java.util.List;

/// All that somebody has, directly and by groups, as of one era. Never changes.
///
/// Somebody may be in many groups with many bindings each, of which next to none are on what a
/// question is about. So it keeps a small table of every scope in them: open addressing, two bytes
/// for each scope, which are eight bits of its hash and whose grants to look into. A look for a
/// scope that is not there costs one line of memory, and next to nobody's grants are looked into in
/// vain. Source: the fingerprints of B. Fan et al., [Cuckoo Filter: Practically Better Than
/// Bloom](https://doi.org/10.1145/2674005.2674994).
final class Closure {
  private static final short FREE = 0;

  /// The last of them stands for itself and for all that come after it.
  private static final int TOLD_APART = 256;

  private final long era;
  private final Grants[] grants;

  /// Per place: in the upper byte the mark of a scope, never 0, and in the lower whose it is.
  private final short[] places;

  private Closure(long era, Grants[] grants, short[] places) {
    this.era = era;
    this.grants = grants;
    this.places = places;
  }

  static Closure of(long era, List<Grants> grants) {
    int scopes = grants.stream().mapToInt(Grants::size).sum();
    short[] places = new short[Integer.highestOneBit(scopes + scopes / 2 + 1) << 1];
    for (int i = 0; i < grants.size(); i++) {
      int whose = Math.min(i, TOLD_APART - 1);
      grants.get(i).forEach(binding -> put(places, Grants.hash(binding.scope), whose));
    }
    return new Closure(era, grants.toArray(Grants[]::new), places);
  }

  private static void put(short[] places, int hash, int whose) {
    short place = (short) (mark(hash) << 8 | whose);
    int at = hash & (places.length - 1);
    while (places[at] != FREE && places[at] != place) {
      at = (at + 1) & (places.length - 1);
    }
    places[at] = place;
  }

  /// Of bits that do not say where it is found, as long as there are less than 16 million.
  private static int mark(int hash) {
    return Math.max(1, hash >>> 24);
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
      if (scope != Scope.NONE && allows(scope, asking)) {
        return true;
      }
    }
    return false;
  }

  private boolean allows(int scope, Asking asking) {
    int hash = Grants.hash(scope);
    int mark = mark(hash);
    int mask = places.length - 1;
    for (int at = hash & mask; places[at] != FREE; at = (at + 1) & mask) {
      int place = Short.toUnsignedInt(places[at]);
      if (place >>> 8 == mark && allows(place & 0xFF, scope, asking)) {
        return true;
      }
    }
    return false;
  }

  private boolean allows(int whose, int scope, Asking asking) {
    int last = whose < TOLD_APART - 1 ? whose : grants.length - 1;
    for (int i = whose; i <= last; i++) {
      if (grants[i].allow(scope, asking)) {
        return true;
      }
    }
    return false;
  }
}
