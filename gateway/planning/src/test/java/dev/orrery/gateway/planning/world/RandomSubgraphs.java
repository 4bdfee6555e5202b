package dev.orrery.gateway.planning.world;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/// Makes subgraphs by chance: entities whose fields lie in several subgraphs, shared or not, with
/// requirements across subgraphs, an interface, a union, and values without keys.
public final class RandomSubgraphs {
  private static final int SUBGRAPHS = 4;
  private static final int ENTITIES = 4;

  private final Random random;
  private final List<Map<String, List<String>>> fields = new ArrayList<>();

  public RandomSubgraphs(long seed) {
    this.random = new Random(seed);
  }

  /// The SDL of each subgraph.
  public String[] next() {
    for (var s = 0; s < SUBGRAPHS; s++) {
      fields.add(new LinkedHashMap<>());
    }
    for (var e = 0; e < ENTITIES; e++) {
      entity("E" + e);
    }
    nested();
    values();
    if (random.nextInt(2) == 0) {
      interfaceObject();
    }
    var schemas = new String[SUBGRAPHS];
    for (var s = 0; s < SUBGRAPHS; s++) {
      schemas[s] = print(s);
    }
    return schemas;
  }

  private TreeSet<Integer> some(int least) {
    var chosen = new TreeSet<Integer>();
    while (chosen.size() < least) {
      chosen.add(random.nextInt(SUBGRAPHS));
    }
    for (var s = 0; s < SUBGRAPHS; s++) {
      if (random.nextInt(3) == 0) {
        chosen.add(s);
      }
    }
    return chosen;
  }

  private List<String> of(int subgraph, String type) {
    return fields.get(subgraph).computeIfAbsent(type, _ -> new ArrayList<>());
  }

  /// In some graphs a type has a second key, and subgraphs that know but one of the two.
  private void keys(String type) {
    var second = random.nextInt(2) == 0;
    var both = random.nextInt(SUBGRAPHS);
    for (var s = 0; s < SUBGRAPHS; s++) {
      var kind = !second ? 0 : s == both ? 2 : random.nextInt(3);
      if (kind != 1) {
        of(s, type).add("id: ID!" + (second ? " @shareable" : ""));
      }
      if (kind != 0) {
        of(s, type).add("key { one: ID! @shareable two: Int! @shareable }");
      }
    }
  }

  /// A type that one subgraph has as an interface, and others as an object.
  private void interfaceObject() {
    var owner = random.nextInt(SUBGRAPHS);
    interfaceOwner = owner;
    for (var type : List.of("N1", "N2")) {
      of(owner, type).add("id: ID!");
      of(owner, type).add("label: String");
      of(owner, type).add("own" + type + ": Int");
    }
    of((owner + 1 + random.nextInt(SUBGRAPHS - 1)) % SUBGRAPHS, "N1").add("id: ID!");
    for (var s = 0; s < SUBGRAPHS; s++) {
      if (s == owner || random.nextInt(2) == 0) {
        of(s, "Query").add("n" + s + ": N");
        of(s, "Query").add("ns" + s + ": [N!]");
        if (s != owner) {
          of(s, "N").add("id: ID!");
          of(s, "N").add("extra" + s + ": Int");
          if (random.nextInt(2) == 0) {
            of(s, "N").add("label: String @external");
            of(s, "N").add("more" + s + ": String @requires(fields: \"label\")");
          }
        }
      }
    }
    for (var s = 0; s < SUBGRAPHS; s++) {
      if (s != owner && fields.get(s).containsKey("N")) {
        fields.get(s).remove("N1");
      }
    }
    for (var s = 0; s < SUBGRAPHS; s++) {
      if (s != owner && fields.get(s).containsKey("N1")) {
        of(s, "N1").add("far" + s + ": Int");
      }
    }
  }

  private int interfaceOwner = -1;

  private void entity(String type) {
    keys(type);
    var plain = new ArrayList<String>();
    for (var i = 0; i < 4; i++) {
      var name = "s" + i;
      var where = some(1);
      var type2 = List.of("Int", "String", "String!", "Float").get(random.nextInt(4));
      where.forEach(
          s -> of(s, type).add(name + ": " + type2 + (where.size() > 1 ? " @shareable" : "")));
      if (where.size() == 1) {
        plain.add(name + ":" + type2 + ":" + where.first());
      }
    }
    for (var i = 0; i < 2; i++) {
      var name = "r" + i;
      var where = some(1);
      var target = List.of("E" + random.nextInt(ENTITIES), "V", "I", "U").get(random.nextInt(4));
      var wrapped =
          List.of(target, "[" + target + "]", "[" + target + "!]!", target + "!")
              .get(random.nextInt(4));
      where.forEach(
          s -> of(s, type).add(name + ": " + wrapped + (where.size() > 1 ? " @shareable" : "")));
    }
    for (var one : plain) {
      if (random.nextInt(4) == 0) {
        var parts = one.split(":");
        var s = random.nextInt(SUBGRAPHS);
        if (s != Integer.parseInt(parts[2]) && provided.add(s + type)) {
          of(s, type).add(parts[0] + ": " + parts[1] + " @external");
          of(s, "Query")
              .add("p" + type + s + ": [" + type + "] @provides(fields: \"" + parts[0] + "\")");
          shared(type, parts);
          continue;
        }
      }
      if (random.nextInt(2) == 0) {
        var parts = one.split(":");
        var s = random.nextInt(SUBGRAPHS);
        if (s != Integer.parseInt(parts[2])) {
          of(s, type).add(parts[0] + ": " + parts[1] + " @external");
          of(s, type).add("q" + parts[0] + ": String @requires(fields: \"" + parts[0] + "\")");
        }
      }
    }
  }

  private record Declared(String type, String name, String of, int subgraph) {}

  private final List<Declared> references = new ArrayList<>();
  private final List<Declared> leaves = new ArrayList<>();

  private void withArguments(String type) {
    var owner = random.nextInt(SUBGRAPHS);
    var other = random.nextInt(SUBGRAPHS);
    of(owner, type).add("args(n: Int): String");
    if (other != owner) {
      of(other, type).add("args(n: Int): String @external");
      of(other, type).add("three: Int @requires(fields: \"args(n: 3)\")");
      of(other, type).add("four: Int @requires(fields: \"args(n: 4)\")");
    }
  }

  /// Requirements that look into another entity.
  private void nested() {
    for (var reference : references) {
      var s = random.nextInt(SUBGRAPHS);
      for (var leaf : leaves) {
        if (s != reference.subgraph()
            && of(s, reference.type()).stream().noneMatch(f -> f.startsWith(reference.name() + ":"))
            && s != leaf.subgraph()
            && reference.of().contains(leaf.type())
            && of(s, leaf.type()).stream().noneMatch(f -> f.startsWith(leaf.name() + ":"))) {
          of(s, leaf.type()).add(leaf.name() + ": " + leaf.of() + " @external");
          of(s, reference.type()).add(reference.name() + ": " + reference.of() + " @external");
          of(s, reference.type())
              .add(
                  "deep%s: String @requires(fields: \"%s { %s }\")"
                      .formatted(reference.name(), reference.name(), leaf.name()));
          break;
        }
      }
    }
  }

  private final TreeSet<String> provided = new TreeSet<>();

  private void shared(String type, String[] parts) {
    var all = of(Integer.parseInt(parts[2]), type);
    all.replaceAll(
        field -> field.equals(parts[0] + ": " + parts[1]) ? field + " @shareable" : field);
  }

  private void values() {
    for (var s = 0; s < SUBGRAPHS; s++) {
      of(s, "V").add("common: String @shareable");
      of(s, "V").add("owner: E0 @shareable");
      if (random.nextInt(2) == 0) {
        of(s, "Query").add("shared: V @shareable");
        of(s, "V").add("extra: Int @shareable");
      }
    }
    for (var e = 0; e < ENTITIES; e++) {
      of(random.nextInt(SUBGRAPHS), "Query").add("e" + e + ": E" + e);
      of(random.nextInt(SUBGRAPHS), "Query").add("list" + e + ": [E" + e + "]");
    }
    of(random.nextInt(SUBGRAPHS), "Query").add("anI: I");
    of(random.nextInt(SUBGRAPHS), "Query").add("someU: [U]");
  }

  private String print(int subgraph) {
    var out = new StringBuilder("interface I { same: ID! }\nunion U = E0 | E1\n");
    if (subgraph == interfaceOwner) {
      out.append("interface N @key(fields: \"id\") { id: ID! label: String }\n");
    }
    fields
        .get(subgraph)
        .forEach((type, all) -> {
          var implemented =
              switch (type) {
                case "E1", "E2" -> " implements I";
                case "N1", "N2" -> subgraph == interfaceOwner ? " implements N" : "";
                default -> "";
              };
          out.append("type ").append(type).append(implemented);
          out.append(type.equals("N") ? " @interfaceObject" : "");
          var text = String.join("\n  ", all);
          if (type.matches("[EN][0-9]*")) {
            out.append(text.contains("id: ID!") ? " @key(fields: \"id\")" : "");
            out.append(text.contains("key {") ? " @key(fields: \"key { one two }\")" : "");
          }
          out.append(" {\n  ");
          out.append(
              text.replace(
                  "key { one: ID! @shareable two: Int! @shareable }", "key: K! @shareable"));
          out.append(implemented.contains("I") ? "\n  same: ID! @shareable" : "");
          out.append("\n}\n");
        });
    if (out.indexOf("key: K!") >= 0) {
      out.append("type K { one: ID! @shareable two: Int! @shareable }\n");
    }
    return out.toString();
  }
}
