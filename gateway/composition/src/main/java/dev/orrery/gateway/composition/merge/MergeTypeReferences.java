package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.sdl.TypeRef.ListOf;
import dev.orrery.gateway.composition.sdl.TypeRef.Named;
import dev.orrery.gateway.composition.sdl.TypeRef.NonNull;
import dev.orrery.gateway.composition.subgraph.Kind;
import java.util.List;
import java.util.Optional;

/// Merges the types that one field or argument has in several subgraphs.
///
/// Output is covariant: the widest of the types, such that each other is a subtype of it. Input is
/// contravariant: the strictest of the types, which may differ by `!` only.
///
/// Specification: Federation, "Composition rules", section "Differing shared field return types".
public final class MergeTypeReferences {
  private final Subgraphs subgraphs;

  public MergeTypeReferences(Subgraphs subgraphs) {
    this.subgraphs = subgraphs;
  }

  /// Nothing when no type is wider than all others.
  public Optional<TypeRef> output(List<TypeRef> types) {
    return types.stream()
        .filter(wide -> types.stream().allMatch(narrow -> isSubtype(narrow, wide)))
        .findFirst();
  }

  /// Nothing when the types differ by more than `!`.
  public Optional<TypeRef> input(List<TypeRef> types) {
    return types.stream()
        .filter(strict -> types.stream().allMatch(loose -> isStricter(strict, loose)))
        .findFirst();
  }

  /// Whether every value of `narrow` is one of `wide`, by what any subgraph says of their names.
  public boolean isSubtype(TypeRef narrow, TypeRef wide) {
    return switch (wide) {
      case NonNull(var inner) ->
          narrow instanceof NonNull(var narrowInner) && isSubtype(narrowInner, inner);
      case ListOf(var item) ->
          narrow.unwrapNonNull() instanceof ListOf(var narrowItem) && isSubtype(narrowItem, item);
      case Named(var name) ->
          narrow.unwrapNonNull() instanceof Named(var narrowName) && isNamed(narrowName, name);
    };
  }

  private boolean isNamed(String narrow, String wide) {
    if (narrow.equals(wide) || subgraphs.interfaces(narrow).contains(wide)) {
      return true;
    }
    return subgraphs.type(wide).stream()
        .anyMatch(
            it -> it.element().kind() == Kind.UNION && it.element().members().contains(narrow));
  }

  private static boolean isStricter(TypeRef strict, TypeRef loose) {
    return switch (loose) {
      case NonNull(var inner) ->
          strict instanceof NonNull(var strictInner) && isStricter(strictInner, inner);
      case ListOf(var item) ->
          strict.unwrapNonNull() instanceof ListOf(var strictItem) && isStricter(strictItem, item);
      case Named _ -> strict.unwrapNonNull().equals(loose);
    };
  }
}
