package dev.orrery.gateway.execution.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  private static final KeyTable KEYS = KeyTable.of("data", "name", "items", "é\"");

  private final JsonIndex index = new JsonIndex(KEYS);

  private int read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return index.read(bytes, bytes.length, JsonLimits.STANDARD);
  }

  @Test
  void findsKnownKeysAndKeepsTheBytesOfTheirValues() {
    int root =
        read(" { \"data\" : { \"other\": [1, {\"name\": 2}], \"name\": \"a\\u00e9\\n\" } } ");
    int data = index.field(root, KEYS.id("data"));
    int name = index.field(data, KEYS.id("name"));
    assertThat(index.count(data)).isEqualTo(1);
    assertThat(index.raw(name)).isEqualTo("\"a\\u00e9\\n\"");
    assertThat(index.text(name)).isEqualTo("aé\n");
  }

  @Test
  void findsKeysThatAreWrittenWithEscapes() {
    int root = read("{\"n\\u0061me\":1,\"\\u00e9\\\"\":2}");
    assertThat(index.raw(index.field(root, KEYS.id("name")))).isEqualTo("1");
    assertThat(index.raw(index.field(root, KEYS.id("é\"")))).isEqualTo("2");
  }

  @Test
  void tellsAbsentFromNull() {
    int root = read("{\"name\":null}");
    assertThat(index.isNull(index.field(root, KEYS.id("name")))).isTrue();
    assertThat(index.field(root, KEYS.id("items"))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"name\":1,}",
        "{name:1}",
        "{\"name\" 1}",
        "{\"name\":}",
        "01",
        "-",
        "1.",
        "1e",
        ".5",
        "+1",
        "nul",
        "nulll",
        "True",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"a\nb\"",
        "[1 2]",
        "{\"name\":1 \"items\":2}",
        "1 2",
        "[]]",
        "<html><body>502 Bad Gateway</body></html>",
        "NaN",
        "// x\n1",
        "{\"name\":1,\"name\":2}",
        "'a'",
        "[1,2",
        "{\"data\":{\"name\":\"x\"}",
        "\uFEFF1"
      })
  void refusesWhatIsNotStrictJson(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedJson.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c3",
        "c328",
        "c080",
        "e08080",
        "eda080",
        "f0808080",
        "f4908080",
        "f8888080",
        "e282",
        "ff"
      })
  void refusesBrokenUtf8(String hex) {
    byte[] broken = java.util.HexFormat.of().parseHex("22" + hex + "22");
    assertThatThrownBy(() -> index.read(broken, broken.length, JsonLimits.STANDARD))
        .isInstanceOf(MalformedJson.class);
  }

  @Test
  void refusesDeepNestingWithoutExhaustingTheStack() {
    assertThatThrownBy(() -> read("[".repeat(1_000_000)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("nested deeper than 256");
    assertThatThrownBy(() -> read("{\"data\":".repeat(257)))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("nested deeper than 256");
  }

  @Test
  void refusesDocumentsBeyondTheLimitBeforeReadingThem() {
    byte[] huge = new byte[50_000_000];
    assertThatThrownBy(() -> index.read(huge, huge.length, JsonLimits.STANDARD))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void everyTruncationOfADocumentIsRefused() {
    String json = "{\"data\":{\"items\":[{\"name\":\"ünï\\n\"},null,-1.5e+3,true]},\"x\":[[]]}";
    byte[] whole = json.getBytes(StandardCharsets.UTF_8);
    read(json);
    for (int length = 0; length < whole.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> index.read(whole, cut, JsonLimits.STANDARD))
          .as("cut at %d", cut)
          .isInstanceOf(MalformedJson.class);
    }
  }

  @Test
  void readsBackWhatWasWrittenForRandomValues() {
    for (int seed = 0; seed < 2_000; seed++) {
      Object value = randomValue(new Random(seed), 0);
      byte[] bytes = new JsonOutput(16).value(value).toByteArray();
      assertThat(JsonValues.read(bytes, JsonLimits.STANDARD)).as("seed %d", seed).isEqualTo(value);
    }
  }

  @Test
  void randomDamageIsEitherRefusedOrStillJson() {
    int refused = 0;
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new JsonOutput(16).value(randomValue(random, 0)).toByteArray();
      for (int i = 0; i < 3; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        Object value = JsonValues.read(bytes, JsonLimits.STANDARD);
        byte[] again = new JsonOutput(16).value(value).toByteArray();
        assertThat(JsonValues.read(again, JsonLimits.STANDARD))
            .as("seed %d", seed)
            .isEqualTo(value);
      } catch (MalformedJson e) {
        assertThat(e.offset()).isBetween(0, bytes.length);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2_000);
  }

  private static Object randomValue(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> random.nextInt();
      case 1 -> random.nextLong() | 1L << 40;
      case 2 -> new java.math.BigDecimal(random.nextInt(1000)).movePointLeft(2);
      case 3 -> randomText(random);
      case 4 -> random.nextBoolean();
      case 5 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          list.add(randomValue(random, depth + 1));
        }
        yield list;
      }
      default -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          map.put(randomText(random), randomValue(random, depth + 1));
        }
        yield map;
      }
    };
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(8)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x80 + random.nextInt(0x700);
            case 2 -> 0x1F600 + random.nextInt(0x40);
            case 3 -> "\"\\/\b".charAt(random.nextInt(4));
            default -> 'a' + random.nextInt(26);
          });
    }
    return text.toString();
  }
}
