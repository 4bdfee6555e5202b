package dev.orrery.gateway.execution.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.json.JsonReference.Numeral;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds both readers of JSON against Jackson: they accept the same documents and find the same in
/// them, fail in one way only, and take no more than is fair for the size of a document.
final class JsonComparison {
  private static final KeyTable KEYS =
      KeyTable.of("data", "name", "items", "é\"", "errors", "__typename", "a");
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private JsonComparison() {}

  /// Whether the index accepts the document.
  static boolean check(byte[] bytes) {
    var expected = JsonReference.read(bytes);
    var start = System.nanoTime();
    var index = new JsonIndex(KEYS);
    var root = attempt(bytes, () -> index.read(bytes, bytes.length, JsonLimits.STANDARD));
    var value =
        attempt(bytes, () -> Optional.ofNullable(JsonValues.read(bytes, JsonLimits.STANDARD)));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).as(text(bytes)).isLessThan(PATIENCE);
    assertThat(index.length()).as(text(bytes)).isLessThanOrEqualTo(64 + 4 * bytes.length);
    assertThat(root.isPresent())
        .as(text(bytes))
        .isEqualTo(expected.filter(JsonComparison::isReadable).isPresent());
    assertThat(value.isPresent())
        .as(text(bytes))
        .isEqualTo(expected.filter(JsonComparison::hasValues).isPresent());
    root.ifPresent(node -> sameInIndex(index, node, expected.orElseThrow().value()));
    value.ifPresent(v -> same(v.orElse(null), expected.orElseThrow().value()));
    return root.isPresent();
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> Optional<T> attempt(byte[] bytes, Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (MalformedJson e) {
      assertThat(e.offset()).as(text(bytes)).isBetween(0, bytes.length);
      return Optional.empty();
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("No answer for " + text(bytes), e);
    }
  }

  private static boolean isReadable(JsonReference document) {
    return document.repeated().stream().allMatch(key -> KEYS.id(key) == KeyTable.UNKNOWN);
  }

  private static boolean hasValues(JsonReference document) {
    return document.repeated().isEmpty()
        && document.numbers().stream().allMatch(JsonComparison::isOfThisWorld);
  }

  private static boolean isOfThisWorld(String number) {
    if (number.length() > JsonValues.LONGEST_NUMBER) {
      return false;
    }
    try {
      return new BigDecimal(number).precision() > 0;
    } catch (NumberFormatException e) {
      return false; // an exponent that no BigDecimal has
    }
  }

  private static void sameInIndex(JsonIndex index, int node, @Nullable Object expected) {
    switch (expected) {
      case null -> assertThat(index.kind(node)).isEqualTo(JsonKind.NULL);
      case Boolean truth ->
          assertThat(index.kind(node)).isEqualTo(truth ? JsonKind.TRUE : JsonKind.FALSE);
      case Numeral(var text) -> {
        assertThat(index.raw(node)).isEqualTo(text);
        assertThat(index.kind(node))
            .isEqualTo(text.matches("-?[0-9]+") ? JsonKind.INTEGER : JsonKind.DECIMAL);
      }
      case String text -> {
        assertThat(index.isString(node)).isTrue();
        assertThat(index.text(node)).isEqualTo(text);
      }
      case List<?> items -> {
        assertThat(index.isArray(node)).isTrue();
        assertThat(index.count(node)).isEqualTo(items.size());
        for (var i = 0; i < items.size(); i++) {
          sameInIndex(index, index.element(node, i), items.get(i));
        }
      }
      case Map<?, ?> members -> {
        assertThat(index.isObject(node)).isTrue();
        for (var key = 0; key < KEYS.size(); key++) {
          var value = index.field(node, key);
          assertThat(value != 0).isEqualTo(members.containsKey(KEYS.name(key)));
          if (value != 0) {
            sameInIndex(index, value, members.get(KEYS.name(key)));
          }
        }
      }
      default -> throw new AssertionError(expected);
    }
  }

  private static void same(@Nullable Object actual, @Nullable Object expected) {
    switch (expected) {
      case Numeral(var text) ->
          assertThat(new BigDecimal(String.valueOf(actual))).isEqualTo(new BigDecimal(text));
      case List<?> items -> {
        assertThat(actual).isInstanceOf(List.class);
        var mine = (List<?>) Objects.requireNonNull(actual);
        assertThat(mine).hasSameSizeAs(items);
        for (var i = 0; i < items.size(); i++) {
          same(mine.get(i), items.get(i));
        }
      }
      case Map<?, ?> members -> {
        assertThat(actual).isInstanceOf(Map.class);
        var mine = (Map<?, ?>) Objects.requireNonNull(actual);
        assertThat(mine.keySet()).isEqualTo(members.keySet());
        members.forEach((key, value) -> same(mine.get(key), value));
      }
      case null, default -> assertThat(actual).isEqualTo(expected);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, 0, Math.min(bytes.length, 2_000), StandardCharsets.ISO_8859_1);
  }
}
