package dev.orrery.kit.access.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rows that have certain ids in certain columns, together.
final class PlaceRows {
  private final Function<Object, String> bind;
  private final List<@Nullable String> columns;
  private final List<List<UUID>> ids = new ArrayList<>();

  /// @param columns the last one is what a row is best found by
  PlaceRows(Function<Object, String> bind, @Nullable String... columns) {
    this.bind = bind;
    this.columns = Arrays.asList(columns);
    for (int i = 0; i < columns.length; i++) {
      ids.add(new ArrayList<>());
    }
  }

  /// @param row an id for each column
  void add(UUID... row) {
    for (int i = 0; i < row.length; i++) {
      ids.get(i).add(row[i]);
    }
  }

  /// Nothing when there are none. The last column is compared twice, so that its index is of use.
  Optional<String> sql() {
    if (ids.getLast().isEmpty()) {
      return Optional.empty();
    }
    if (ids.getLast().size() == 1) {
      return Optional.of(
          IntStream.range(0, ids.size())
              .mapToObj(i -> "%s = %s".formatted(columns.get(i), bind.apply(ids.get(i).getFirst())))
              .collect(Collectors.joining(" and ", "(", ")")));
    }
    String found = "%s = any(%s)".formatted(columns.getLast(), bind.apply(array(ids.getLast())));
    String arrays =
        ids.stream()
            .map(each -> "cast(%s as uuid[])".formatted(bind.apply(array(each))))
            .collect(Collectors.joining(", "));
    return Optional.of(
        "(%s and (%s) in (select * from unnest(%s)))"
            .formatted(
                found,
                columns.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                arrays));
  }

  private static UUID[] array(List<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }
}
