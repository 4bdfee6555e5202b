package dev.orrery.gateway.planning.random;

import java.util.List;

/// The keys of an entity, and which of them a subgraph knows: the same everywhere, or different
/// ones with a subgraph between that knows them all.
final class Keys {
  /// @param field of the entity
  /// @param set the field set of the key
  private record Key(String field, String text, String set) {}

  private final String type;
  private final List<Key> all;
  private final int both;

  private Keys(String type, List<Key> all, int both) {
    this.type = type;
    this.all = all;
    this.both = both;
  }

  static Keys byChance(String type, Plot plot) {
    var id = new Key("id", ": ID!", "id");
    var code = new Key("code", ": String!", "code");
    var nested = new Key("ref", ": R" + type + "!", "ref { a b { c } }");
    var listed = new Key("parts", ": [P" + type + "!]!", "parts { n }");
    var keys =
        switch (plot.chance.below(8)) {
          case 0, 1 -> List.of(id);
          case 2 -> List.of(nested);
          case 3 -> List.of(listed);
          case 4 -> List.of(id, code);
          case 5 -> List.of(id, nested);
          case 6 -> List.of(code, listed, id);
          default -> List.of(new Key("id", ": ID!", "id tenant"));
        };
    return new Keys(type, keys, plot.anySubgraph());
  }

  void add(int subgraph, Plot plot) {
    var draft = plot.draft;
    var everything = subgraph == both || plot.chance.oneIn(2);
    var only = plot.chance.of(all);
    for (var key : all) {
      if (everything || key == only) {
        draft.field(subgraph, type, key.field(), key.text(), "@shareable");
        draft.directive(subgraph, type, "@key(fields: \"" + key.set() + "\")");
        switch (key.field()) {
          case "ref" -> {
            draft.field(subgraph, "R" + type, "a", ": Int!", "@shareable");
            draft.field(subgraph, "R" + type, "b", ": Q" + type + "!", "@shareable");
            draft.field(subgraph, "Q" + type, "c", ": ID!", "@shareable");
          }
          case "parts" -> draft.field(subgraph, "P" + type, "n", ": Int!", "@shareable");
          default -> {
            if (key.set().contains("tenant")) {
              draft.field(subgraph, type, "tenant", ": Int!", "@shareable");
            }
          }
        }
      }
    }
  }
}
