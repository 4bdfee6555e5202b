package dev.orrery.ipam.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.ipam.Ipam;
import dev.orrery.ipam.Space;
import dev.orrery.ipam.WithHouse;
import dev.orrery.ipam.prefix.ModelOfATable.Block;
import dev.orrery.kit.testing.PostgresForTests;
import dev.orrery.kit.testing.TokensForTests;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever happens to a routing table, it does what the model does.
@WithHouse
class FreeSpacePropertyTest {
  private static final int STEPS = 150;

  TokensForTests tokens;
  PostgresForTests postgres;

  @ParameterizedTest
  @CsvSource({"1, false", "2, true", "3, false", "4, true"})
  void behavesAsTheModelDoes(long seed, boolean v6) {
    Ipam ipam = Ipam.ofANewOrganization(tokens);
    ModelOfATable model = new ModelOfATable(v6);
    Random random = new Random(seed);
    List<String> story = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      String expected;
      String actual;
      int kind = model.prefixes().isEmpty() ? 0 : random.nextInt(10);
      Block some = kind == 0 ? block(random) : pick(random, model.prefixes());
      switch (kind) {
        case 0 -> {
          story.add("create " + model.text(some));
          expected = model.create(some);
          actual = ipam.tryPrefix(model.text(some));
        }
        case 1 -> {
          story.add("delete " + model.text(some));
          String id = prefixId(ipam, model.text(some));
          expected = model.delete(some);
          JsonPath answer = ipam.tryDelete("Prefix", id);
          actual =
              answer.get("errors") == null ? "gone" : answer.getString("errors[0].extensions.code");
        }
        case 2 -> {
          int address = random.nextInt(ModelOfATable.SIZE);
          story.add("take " + model.text(address));
          expected = model.take(address);
          actual = ipam.tryAddress(model.text(address));
        }
        case 3 -> {
          if (model.addresses().isEmpty()) {
            continue;
          }
          int address = pick(random, model.addresses());
          story.add("give " + model.text(address));
          ipam.delete("IpAddress", addressId(ipam, model.text(address)));
          model.give(address);
          expected = "given";
          actual = "given";
        }
        case 4, 5 -> {
          if (some.size() == 1) {
            continue;
          }
          int size = 1 << random.nextInt(Integer.numberOfTrailingZeros(some.size()));
          story.add("allocate %d in a row from %s".formatted(size, model.text(some)));
          String id = prefixId(ipam, model.text(some));
          int length = model.length(new Block(0, size));
          expected = model.allocate(some, size);
          actual = ipam.allocatePrefix(id, length);
        }
        default -> {
          story.add("allocate from " + model.text(some));
          String id = prefixId(ipam, model.text(some));
          expected = model.allocate(some);
          actual = ipam.allocateFrom(id);
        }
      }
      assertThat(actual).as(() -> String.join("; ", story)).isEqualTo(expected);
      if (step % 15 == 0 || step == STEPS - 1) {
        assertThat(ipam.tree()).as(() -> String.join("; ", story)).isEqualTo(model.tree());
        assertCounts(ipam, model, story);
      }
    }
    new Space(postgres).assertWhole();
  }

  private static void assertCounts(Ipam ipam, ModelOfATable model, List<String> story) {
    JsonPath read =
        ipam.editor()
            .data(
                "{ prefixes(first: 200, orderBy: [{field: NETWORK}]) { nodes { network capacity used } } }");
    List<String> expected =
        model.prefixes().stream()
            .sorted(
                Comparator.comparing(Block::low)
                    .thenComparing(Comparator.comparing(Block::size).reversed()))
            .map(block ->
                "%s: %s of %s"
                    .formatted(model.text(block), model.used(block), model.capacity(block)))
            .toList();
    List<Map<String, String>> nodes = read.getList("prefixes.nodes");
    assertThat(
            nodes.stream()
                .map(node ->
                    "%s: %s of %s"
                        .formatted(node.get("network"), node.get("used"), node.get("capacity"))))
        .as(() -> String.join("; ", story))
        .containsExactlyElementsOf(expected);
  }

  private static Block block(Random random) {
    int size = 1 << random.nextInt(7);
    return new Block(random.nextInt(ModelOfATable.SIZE / size) * size, size);
  }

  private static <T> T pick(Random random, List<T> among) {
    return among.get(random.nextInt(among.size()));
  }

  private static String prefixId(Ipam ipam, String network) {
    return ipam.editor()
        .data(
            "query($n: Cidr!) { prefixes(where: {network: {eq: $n}}) { nodes { id } } }",
            Map.of("n", network))
        .getString("prefixes.nodes[0].id");
  }

  private static String addressId(Ipam ipam, String address) {
    return ipam.editor()
        .data(
            "query($a: IpAddr!) { ipAddresses(where: {address: {eq: $a}}) { nodes { id } } }",
            Map.of("a", address))
        .getString("ipAddresses.nodes[0].id");
  }
}
