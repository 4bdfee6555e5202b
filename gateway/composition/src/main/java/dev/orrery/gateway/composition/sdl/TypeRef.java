package dev.orrery.gateway.composition.sdl;

import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.parser.Parser;

/// A reference to a type as it stands in SDL, such as `[User!]!`; `toString` is that text.
public sealed interface TypeRef {
  record Named(String name) implements TypeRef {
    @Override
    public String toString() {
      return name;
    }
  }

  record ListOf(TypeRef item) implements TypeRef {
    @Override
    public String toString() {
      return "[" + item + "]";
    }
  }

  /// `inner` is never itself a `NonNull`.
  record NonNull(TypeRef inner) implements TypeRef {
    @Override
    public String toString() {
      return inner + "!";
    }
  }

  static TypeRef parse(String text) {
    return of(Parser.parseType(text));
  }

  static TypeRef of(Type<?> type) {
    return switch (type) {
      case NonNullType nonNull -> new NonNull(of(nonNull.getType()));
      case ListType list -> new ListOf(of(list.getType()));
      case TypeName named -> new Named(named.getName());
      default -> throw new IllegalArgumentException("not a type reference: " + type);
    };
  }

  /// The name left once lists and `!` are stripped.
  default String baseName() {
    return switch (this) {
      case Named(var name) -> name;
      case ListOf(var item) -> item.baseName();
      case NonNull(var inner) -> inner.baseName();
    };
  }

  default boolean nullable() {
    return !(this instanceof NonNull);
  }

  /// This reference without its outermost `!`.
  default TypeRef unwrapNonNull() {
    return this instanceof NonNull(var inner) ? inner : this;
  }

  default TypeRef asNonNull() {
    return nullable() ? new NonNull(this) : this;
  }

  default boolean isList() {
    return unwrapNonNull() instanceof ListOf;
  }

  /// The same shape around another name.
  default TypeRef withBaseName(String name) {
    return switch (this) {
      case Named _ -> new Named(name);
      case ListOf(var item) -> new ListOf(item.withBaseName(name));
      case NonNull(var inner) -> new NonNull(inner.withBaseName(name));
    };
  }
}
