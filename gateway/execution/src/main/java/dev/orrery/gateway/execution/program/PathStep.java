package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.execution.json.KeyTable;
import dev.orrery.gateway.planning.plan.PathElement;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One step down the data tree, by number.
public sealed interface PathStep {
  /// Into the value under a key of the plan's table.
  record Into(int key, String name) implements PathStep {}

  record EveryItem() implements PathStep {}

  /// Stays, while the object's `__typename` is one of these, in UTF-8.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record WhileType(byte[][] names) implements PathStep {}

  static PathStep[] compile(List<PathElement> elements, KeyTable keys) {
    return elements.stream().map(element -> compile(element, keys)).toArray(PathStep[]::new);
  }

  private static PathStep compile(PathElement element, KeyTable keys) {
    return switch (element) {
      case PathElement.Key(var name) -> new Into(keys.id(name), name);
      case PathElement.EveryItem _ -> new EveryItem();
      case PathElement.OnTypes(var types) -> new WhileType(utf8(types));
    };
  }

  static byte[][] utf8(List<String> names) {
    return names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }
}
