package dev.orrery.ipam.prefix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What a routing table should do, by brute force: every question is answered by looking at every
/// address of a universe of 64.
final class ModelOfATable {
  static final int SIZE = 64;

  private final boolean v6;
  private final List<Block> prefixes = new ArrayList<>();
  private final TreeSet<Integer> addresses = new TreeSet<>();

  ModelOfATable(boolean v6) {
    this.v6 = v6;
  }

  /// The block of `size` addresses from `low` on; its size is a power of two, and low a multiple.
  record Block(int low, int size) {
    boolean contains(int address) {
      return address >= low && address < low + size;
    }

    boolean contains(Block other) {
      return contains(other.low) && contains(other.low + other.size - 1);
    }
  }

  List<Block> prefixes() {
    return prefixes;
  }

  List<Integer> addresses() {
    return List.copyOf(addresses);
  }

  String text(Block block) {
    return "%s/%d".formatted(text(block.low()), length(block));
  }

  int length(Block block) {
    return (v6 ? 128 : 32) - Integer.numberOfTrailingZeros(block.size());
  }

  String text(int address) {
    return v6
        ? "2001:db8::" + (address == 0 ? "" : Integer.toHexString(address))
        : "10.0.0." + address;
  }

  String create(Block block) {
    if (prefixes.contains(block)) {
      return "ALREADY_EXISTS";
    }
    prefixes.add(block);
    return text(block);
  }

  String delete(Block block) {
    boolean holds =
        addresses.stream().anyMatch(address -> around(address).orElseThrow().equals(block));
    if (parent(block).isEmpty() && holds) {
      return "CONFLICT";
    }
    prefixes.remove(block);
    return "gone";
  }

  String take(int address) {
    if (around(address).isEmpty()) {
      return "INVALID_ARGUMENT";
    }
    return addresses.add(address) ? text(address) : "ALREADY_EXISTS";
  }

  void give(int address) {
    addresses.remove(address);
  }

  String allocate(Block from) {
    for (int address = from.low(); address < from.low() + from.size(); address++) {
      if (isUsable(from, address) && isFree(from, address)) {
        addresses.add(address);
        return text(address);
      }
    }
    return "POOL_EXHAUSTED";
  }

  String allocate(Block from, int size) {
    for (int low = from.low(); low < from.low() + from.size(); low += size) {
      Block candidate = new Block(low, size);
      boolean free = true;
      for (int address = low; address < low + size; address++) {
        free &= isFree(from, address);
      }
      if (free) {
        return create(candidate);
      }
    }
    return "POOL_EXHAUSTED";
  }

  String capacity(Block block) {
    return String.valueOf(usable(block));
  }

  String used(Block block) {
    int free = 0;
    for (int address = block.low(); address < block.low() + block.size(); address++) {
      if (isUsable(block, address) && isFree(block, address)) {
        free++;
      }
    }
    return String.valueOf(usable(block) - free);
  }

  /// As [dev.orrery.ipam.Ipam#tree()] writes it.
  String tree() {
    return level(Optional.empty());
  }

  private String level(Optional<Block> parent) {
    List<String> texts = new ArrayList<>();
    prefixes.stream()
        .filter(block -> parent(block).equals(parent))
        .sorted(Comparator.comparing(Block::low))
        .forEach(block -> {
          List<String> inside = new ArrayList<>();
          addresses.stream()
              .filter(address -> around(address).orElseThrow().equals(block))
              .forEach(address -> inside.add("@" + text(address)));
          String children = level(Optional.of(block));
          if (!children.isEmpty()) {
            inside.add(children);
          }
          texts.add(
              inside.isEmpty() ? text(block) : text(block) + "(" + String.join(" ", inside) + ")");
        });
    return String.join(" ", texts);
  }

  private int usable(Block block) {
    return v6 || block.size() <= 2 ? block.size() : block.size() - 2;
  }

  private boolean isUsable(Block block, int address) {
    return usable(block) == block.size()
        || address > block.low() && address < block.low() + block.size() - 1;
  }

  private boolean isFree(Block directlyIn, int address) {
    return !addresses.contains(address) && around(address).orElseThrow().equals(directlyIn);
  }

  private Optional<Block> around(int address) {
    return prefixes.stream()
        .filter(block -> block.contains(address))
        .min(Comparator.comparing(Block::size));
  }

  private Optional<Block> parent(Block block) {
    return prefixes.stream()
        .filter(other -> other.size() > block.size() && other.contains(block))
        .min(Comparator.comparing(Block::size));
  }
}
