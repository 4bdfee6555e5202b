package dev.orrery.kit.subgraph.wiring;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.scalars.ExtendedScalars;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The scalars of `schemas/common.graphql`.
final class Scalars {
  static final GraphQLScalarType DATE_TIME = ExtendedScalars.DateTime;
  static final GraphQLScalarType JSON = ExtendedScalars.Json;
  static final GraphQLScalarType LABELS =
      GraphQLScalarType.newScalar().name("Labels").coercing(new LabelsCoercing()).build();

  private Scalars() {}

  /// A JSON object of strings; their grammar is checked where they are kept, to name the key.
  private static final class LabelsCoercing implements Coercing<Map<?, ?>, Object> {
    private static final Coercing<?, ?> ANY = ExtendedScalars.Json.getCoercing();

    @Override
    public @Nullable Object serialize(Object result, GraphQLContext context, Locale locale) {
      return result;
    }

    @Override
    public Map<?, ?> parseValue(Object input, GraphQLContext context, Locale locale) {
      if (input instanceof Map<?, ?> map
          && map.values().stream().allMatch(String.class::isInstance)) {
        return map;
      }
      throw new CoercingParseValueException("labels are a JSON object of strings");
    }

    @Override
    public Map<?, ?> parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      @Nullable Object value = ANY.parseLiteral(input, variables, context, locale);
      if (value instanceof Map<?, ?> map
          && map.values().stream().allMatch(String.class::isInstance)) {
        return map;
      }
      throw new CoercingParseLiteralException("labels are a JSON object of strings");
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return ANY.valueToLiteral(input, context, locale);
    }
  }
}
