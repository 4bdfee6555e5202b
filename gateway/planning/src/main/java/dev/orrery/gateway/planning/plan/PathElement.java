package dev.orrery.gateway.planning.plan;

import java.util.List;

/// One step down the data tree. A null or absent value ends the walk.
public sealed interface PathElement {
  /// Such as `users`, `@` or `|[Cat,Dog]`.
  String text();

  /// Into the value under this data key.
  record Key(String dataKey) implements PathElement {
    @Override
    public String text() {
      return dataKey;
    }
  }

  /// Into every item of a list; one per level for lists of lists.
  record EveryItem() implements PathElement {
    @Override
    public String text() {
      return "@";
    }
  }

  /// Stays, while the object's `__typename` is one of these.
  ///
  /// @param types names of object types, sorted
  record OnTypes(List<String> types) implements PathElement {
    public OnTypes {
      types = types.stream().sorted().toList();
    }

    @Override
    public String text() {
      return "|[" + String.join(",", types) + "]";
    }
  }
}
