package dev.orrery.gateway.execution.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonIndexTest {
  private static final KeyTable KEYS = KeyTable.of("id", "name", "size", "box", "items");

  private final JsonIndex index = new JsonIndex(KEYS);

  private int read(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return index.read(bytes, bytes.length, JsonLimits.STANDARD);
  }

  private String raw(int object, String key) {
    return index.raw(index.field(object, KEYS.id(key)));
  }

  @Test
  void anAttachedObjectAddsWhatItKnows() {
    int target = read("{\"id\":1}");
    index.attach(target, read("{\"name\":\"a\"}"));
    index.attach(target, read("{\"size\":3}"));
    assertThat(raw(target, "id")).isEqualTo("1");
    assertThat(raw(target, "name")).isEqualTo("\"a\"");
    assertThat(raw(target, "size")).isEqualTo("3");
  }

  @Test
  void aValueReplacesANullButNotAValue() {
    int target = read("{\"id\":1,\"name\":null}");
    index.attach(target, read("{\"id\":2,\"name\":\"b\"}"));
    assertThat(raw(target, "id")).isEqualTo("1");
    assertThat(raw(target, "name")).isEqualTo("\"b\"");
  }

  @Test
  void nestedObjectsAreJoinedAndListsByPosition() {
    int target = read("{\"box\":{\"id\":1},\"items\":[{\"id\":1},null,{\"id\":3}]}");
    index.attach(
        target,
        read(
            "{\"box\":{\"size\":9},\"items\":[{\"name\":\"a\"},{\"name\":\"b\"},{\"name\":\"c\"}]}"));
    assertThat(raw(index.field(target, KEYS.id("box")), "size")).isEqualTo("9");
    int items = index.field(target, KEYS.id("items"));
    assertThat(raw(index.element(items, 0), "name")).isEqualTo("\"a\"");
    assertThat(raw(index.element(items, 2), "name")).isEqualTo("\"c\"");
  }

  @Test
  void anObjectAttachedTwiceOrToItselfStaysFinite() {
    int target = read("{\"box\":{\"id\":1}}");
    int addition = read("{\"box\":{\"name\":\"n\"}}");
    index.attach(target, addition);
    index.attach(target, addition);
    index.attach(target, target);
    assertThat(raw(index.field(target, KEYS.id("box")), "name")).isEqualTo("\"n\"");
    assertThat(index.field(target, KEYS.id("size"))).isZero();
  }

  @Test
  void comparesTextWithAndWithoutEscapes() {
    byte[] expected = "Zoö".getBytes(StandardCharsets.UTF_8);
    assertThat(index.isText(read("\"Zoö\""), expected)).isTrue();
    assertThat(index.isText(read("\"Zo\\u00f6\""), expected)).isTrue();
    assertThat(index.isText(read("\"Zoo\""), expected)).isFalse();
  }
}
