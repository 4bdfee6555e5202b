package dev.orrery.gateway.planning.path;

import java.util.List;

/// Something the client asked for, and the ways to it, the cheapest first.
///
/// @param ways never empty
public record Leaf(Slot slot, List<Path> ways) {
  public Leaf {
    ways = List.copyOf(ways);
  }
}
