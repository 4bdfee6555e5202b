package dev.orrery.gateway.planning.path;

import java.util.Set;
import java.util.TreeSet;

/// The requirements that a search is in the middle of, so that none waits for itself.
///
/// @param fields coordinates of the fields whose requirements are being met, with their subgraphs
/// @param depth how many searches lie around this one
record Guard(Set<String> fields, int depth) {
  static final Guard NONE = new Guard(Set.of(), 0);

  private static final int DEEPEST = 8;

  boolean isDeepest() {
    return depth >= DEEPEST;
  }

  boolean has(String field) {
    return fields.contains(field);
  }

  Guard with(String field) {
    var all = new TreeSet<>(fields);
    all.add(field);
    return new Guard(all, depth + 1);
  }

  Guard deeper() {
    return new Guard(fields, depth + 1);
  }
}
