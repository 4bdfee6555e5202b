package dev.orrery.gateway.composition;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes up federated graphs, a given one for each seed: small, full of overlaps, sound by
/// themselves, composing about every other time.
final class RandomGraph {
  private static final List<String> SUBGRAPHS = List.of("a", "b", "c");
  private static final List<String> ENTITIES = List.of("Ant", "Bee", "Cat");
  private static final List<String> SCALARS = List.of("Int", "Int!", "String", "[Int]");

  private final Random random;

  RandomGraph(long seed) {
    random = new Random(seed);
  }

  List<SubgraphSource> make() {
    var sources = new ArrayList<SubgraphSource>();
    var count = 2 + random.nextInt(2);
    for (var name : SUBGRAPHS.subList(0, count)) {
      sources.add(
          new SubgraphSource(name, "http://127.0.0.1/" + name, Composition.V2 + subgraph(name)));
    }
    return sources;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  private String subgraph(String name) {
    var text = new StringBuilder();
    var entities = ENTITIES.stream().filter(_ -> chance(75)).toList();
    var named = chance(40);
    var point = chance(60);
    var outputs = new ArrayList<>(SCALARS);
    outputs.addAll(entities);
    if (point) {
      outputs.add("Point");
      text.append(point());
    }
    if (chance(50)) {
      outputs.add("Mood");
      text.append(mood());
    }
    if (named && !entities.isEmpty()) {
      outputs.add("Named");
      text.append("interface Named { label: String }\n");
    }
    if (entities.size() > 1 && chance(40)) {
      outputs.add("Any");
      text.append("union Any = ").append(String.join(" | ", entities)).append('\n');
    }
    for (var entity : entities) {
      text.append(entity(name, entity, named, outputs));
    }
    text.append("type Query {\n  ").append(name).append(": ").append(pick(outputs)).append('\n');
    for (var entity : entities) {
      if (chance(60)) {
        text.append("  the%s: %s @shareable\n".formatted(entity, entity));
      }
    }
    if (chance(40)) {
      text.append(
          "  sum(x: %s, in: Box): Int @shareable\n"
              .formatted(pick(List.of("Int", "Int!", "Int = 1"))));
      text.append("  moods(of: [Int]): String\n".replace("moods", "moods" + name));
      text.append(box());
    }
    return text.append(
            "}\n".repeat(text.lastIndexOf("input Box") > text.lastIndexOf("type Query") ? 0 : 1))
        .toString();
  }

  private String point() {
    var fields = new ArrayList<String>();
    fields.add("x: " + pick(List.of("Int", "Int!")));
    if (chance(60)) {
      fields.add("y: Int");
    }
    return "type Point%s { %s }\n"
        .formatted(chance(95) ? " @shareable" : "", String.join(" ", fields));
  }

  private String mood() {
    var values = new ArrayList<>(List.of("GOOD"));
    if (chance(60)) {
      values.add("BAD");
    }
    if (chance(30)) {
      values.add("ODD");
    }
    return "enum Mood { %s }\n".formatted(String.join(" ", values));
  }

  /// Closes the type `Query` that it stands in.
  private String box() {
    return "}\ninput Box { w: %s%s }\n"
        .formatted(pick(List.of("Int", "Int!", "Float")), chance(50) ? " h: Int" : "");
  }

  private String entity(String subgraph, String name, boolean named, List<String> outputs) {
    var keys = new ArrayList<String>();
    if (chance(80)) {
      keys.add("id");
    }
    if (keys.isEmpty() || chance(20)) {
      keys.add("code");
    }
    var text = new StringBuilder("type ").append(name);
    if (named && chance(70)) {
      text.append(" implements Named");
    }
    var implementing = text.indexOf("implements") > 0;
    for (var key : keys) {
      text.append(
          " @key(fields: \"%s\"%s)".formatted(key, chance(12) ? ", resolvable: false" : ""));
    }
    text.append(" {\n");
    for (var key : keys) {
      text.append("  ").append(key).append(": ID!\n");
    }
    if (implementing) {
      text.append("  label: String").append(chance(95) ? " @shareable" : "").append('\n');
    }
    text.append("  own%s: %s\n".formatted(subgraph, pick(outputs)));
    if (chance(40)) {
      text.append(
          "  size: %s %s\n"
              .formatted(
                  pick(List.of("Int", "Int", "Int", "Int", "Int", "Int!")),
                  pick(
                      List.of(
                          "@shareable",
                          "@shareable",
                          "@shareable",
                          "@shareable @cost(weight: 2)",
                          "@override(from: \"%s\")".formatted(pick(SUBGRAPHS)),
                          "@tag(name: \"t\") @shareable",
                          "@authenticated @shareable"))));
    } else if (chance(40)) {
      text.append("  size: Int @external\n");
      text.append("  double%s: Int @requires(fields: \"size\")\n".formatted(subgraph));
    }
    return text.append("}\n").toString();
  }
}
