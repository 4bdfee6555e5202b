package dev.orrery.kit.subgraph.error;

import java.util.List;
import java.util.Map;

/// An import that was refused whole, with every row that is to blame.
///
/// @param field the argument that holds the rows: `input.sites`
public record RowsRefused(String field, List<BadRow> rows) implements DomainError {

  /// @param index the row's place in the input, from 0
  public record BadRow(int index, DomainError error) {}

  public RowsRefused {
    rows = List.copyOf(rows);
  }

  @Override
  public ErrorCode code() {
    return ErrorCode.INVALID_ARGUMENT;
  }

  @Override
  public String message() {
    BadRow first = rows.getFirst();
    return "%s: nothing was imported; %d row%s refused, the first is row %d: %s"
        .formatted(
            field,
            rows.size(),
            rows.size() == 1 ? " was" : "s were",
            first.index(),
            first.error().message());
  }

  @Override
  public Map<String, Object> details() {
    return Map.of(
        "argument",
        field,
        "rows",
        rows.stream()
            .map(row ->
                Map.of(
                    "index", row.index(),
                    "code", row.error().code().name(),
                    "message", row.error().message()))
            .toList());
  }
}
