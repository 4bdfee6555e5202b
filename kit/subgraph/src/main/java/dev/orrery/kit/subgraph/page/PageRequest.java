package dev.orrery.kit.subgraph.page;

import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which page of which list, as a client asked for it; also the key under which equal wishes are
/// batched.
///
/// @param size how many rows at most
/// @param backward whether the page is taken from the list's end
/// @param cursor only what lies behind it, seen in the page's direction
/// @param counted whether the client selected `totalCount`
public record PageRequest(
    int size,
    boolean backward,
    @Nullable String cursor,
    Map<String, @Nullable Object> where,
    @Nullable String labels,
    List<Map<String, @Nullable Object>> orderBy,
    boolean counted) {
  public static final int USUAL_SIZE = 50;
  public static final int GREATEST_SIZE = 200;

  /// Reads the arguments that every list of the graph has.
  ///
  /// @throws RefusedException when they contradict each other or are out of bounds
  @SuppressWarnings("unchecked") // graphql-java has checked the arguments against the SDL
  public static PageRequest of(Map<String, @Nullable Object> arguments, boolean counted) {
    @Nullable Integer first = (Integer) arguments.get("first");
    @Nullable Integer last = (Integer) arguments.get("last");
    @Nullable String after = (String) arguments.get("after");
    @Nullable String before = (String) arguments.get("before");
    if (first != null && last != null) {
      throw refused("last", "give either first or last, not both");
    }
    if (last != null && after != null) {
      throw refused("after", "goes with first; use before with last");
    }
    if (last == null && before != null) {
      throw refused("before", "goes with last; use after with first");
    }
    boolean backward = last != null;
    int size = last != null ? last : first != null ? first : USUAL_SIZE;
    if (size < 0 || size > GREATEST_SIZE) {
      throw refused(
          backward ? "last" : "first", "%d is not between 0 and %d".formatted(size, GREATEST_SIZE));
    }
    @Nullable Object where = arguments.get("where");
    @Nullable Object orderBy = arguments.get("orderBy");
    return new PageRequest(
        size,
        backward,
        backward ? before : after,
        where == null ? Map.of() : (Map<String, @Nullable Object>) where,
        (String) arguments.get("labels"),
        orderBy == null ? List.of() : (List<Map<String, @Nullable Object>>) orderBy,
        counted);
  }

  private static RefusedException refused(String path, String problem) {
    return new RefusedException(new InvalidArgument(path, problem));
  }
}
