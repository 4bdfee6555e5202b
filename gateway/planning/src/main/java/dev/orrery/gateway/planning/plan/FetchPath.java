package dev.orrery.gateway.planning.plan;

import java.util.List;
import java.util.stream.Collectors;

/// The places of the data tree that a fetch starts from and writes to.
///
/// @param elements from the root; empty means the root itself
/// @param condition when these places take part in the fetch
/// @param context values of enclosing objects that the fetch passes as variables
public record FetchPath(
    List<PathElement> elements, Condition condition, List<ContextValue> context) {
  /// The root of the data tree, always.
  public static final FetchPath ROOT = new FetchPath(List.of(), Condition.ALWAYS, List.of());

  public FetchPath {
    elements = List.copyOf(elements);
    context = List.copyOf(context);
  }

  /// Such as `users.@.pet|[Cat,Dog]`.
  public String text() {
    return elements.stream().map(PathElement::text).collect(Collectors.joining("."));
  }
}
