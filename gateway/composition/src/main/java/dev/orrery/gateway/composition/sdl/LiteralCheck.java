package dev.orrery.gateway.composition.sdl;

import dev.orrery.gateway.composition.sdl.TypeRef.ListOf;
import dev.orrery.gateway.composition.sdl.TypeRef.Named;
import dev.orrery.gateway.composition.sdl.TypeRef.NonNull;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.Optional;
import java.util.function.Function;

/// Whether a constant may stand where a type is asked for.
///
/// Specification: GraphQL, sections "Input Coercion" of each kind of type, and "Values of Correct
/// Type".
public final class LiteralCheck {
  private final Function<String, Optional<InputShape>> types;

  /// The first thing about a constant that does not fit.
  ///
  /// @param reason a clause: `"Sort" has no value "UP"`
  /// @param type the type that lacks `member`; empty when it is nothing of this kind
  /// @param member an enum's value or an input object's field
  public record Misfit(String reason, String type, String member) {
    static Optional<Misfit> of(String reason, Object... arguments) {
      return Optional.of(new Misfit(reason.formatted(arguments), "", ""));
    }

    static Optional<Misfit> lacking(String noun, String type, String member) {
      return Optional.of(
          new Misfit("\"%s\" has no %s \"%s\"".formatted(type, noun, member), type, member));
    }
  }

  /// @param types the shape of a type that is no built-in scalar; empty for one that is not known,
  ///   of which anything is accepted, since it is reported elsewhere
  public LiteralCheck(Function<String, Optional<InputShape>> types) {
    this.types = types;
  }

  /// What is wrong with the constant; empty when nothing is.
  public Optional<Misfit> misfit(Literal constant, TypeRef type) {
    return misfit(constant.toValue(), type);
  }

  private Optional<Misfit> misfit(Value<?> value, TypeRef type) {
    if (value instanceof NullValue) {
      return type.nullable() ? Optional.empty() : Misfit.of("\"%s\" has no null", type);
    }
    return switch (type) {
      case NonNull(var inner) -> misfit(value, inner);
      case ListOf(var item) -> {
        // A single value stands for a list of it.
        if (!(value instanceof ArrayValue list)) {
          yield misfit(value, item);
        }
        yield list.getValues().stream().flatMap(it -> misfit(it, item).stream()).findFirst();
      }
      case Named(var name) -> named(value, name);
    };
  }

  private Optional<Misfit> named(Value<?> value, String name) {
    return switch (name) {
      case "Int" ->
          fits(value instanceof IntValue it && it.getValue().bitLength() < Integer.SIZE, name);
      case "Float" -> fits(value instanceof IntValue || value instanceof FloatValue, name);
      case "String" -> fits(value instanceof StringValue, name);
      case "Boolean" -> fits(value instanceof BooleanValue, name);
      case "ID" -> fits(value instanceof StringValue || value instanceof IntValue, name);
      default ->
          types
              .apply(name)
              .flatMap(shape ->
                  switch (shape) {
                    case InputShape.Anything _ -> Optional.empty();
                    case InputShape.OneOf(var values) ->
                        value instanceof EnumValue it
                            ? values.contains(it.getName())
                                ? Optional.empty()
                                : Misfit.lacking("value", name, it.getName())
                            : fits(false, name);
                    case InputShape.Fields fields ->
                        value instanceof ObjectValue it
                            ? object(it, name, fields)
                            : fits(false, name);
                  });
    };
  }

  private static Optional<Misfit> fits(boolean fits, String type) {
    return fits ? Optional.empty() : Misfit.of("that is no value of \"%s\"", type);
  }

  private Optional<Misfit> object(ObjectValue value, String name, InputShape.Fields fields) {
    for (ObjectField part : value.getObjectFields()) {
      var field = fields.byName().get(part.getName());
      var wrong =
          field == null
              ? Misfit.lacking("field", name, part.getName())
              : misfit(part.getValue(), field.type());
      if (wrong.isPresent()) {
        return wrong;
      }
    }
    return fields.byName().entrySet().stream()
        .filter(field -> field.getValue().required())
        .map(field -> field.getKey())
        .filter(field ->
            value.getObjectFields().stream().noneMatch(part -> part.getName().equals(field)))
        .findFirst()
        .flatMap(field -> Misfit.of("\"%s.%s\" must be given", name, field));
  }
}
