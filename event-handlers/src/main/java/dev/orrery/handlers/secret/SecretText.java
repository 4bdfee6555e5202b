package dev.orrery.handlers.secret;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import graphql.schema.GraphQLScalarType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The scalar of a secret: it goes in, as a variable, and never comes out. No message quotes it.
///
/// As a part of the document it would be in whatever keeps documents: caches, logs, traces.
final class SecretText implements Coercing<String, String> {
  static final GraphQLScalarType TYPE =
      GraphQLScalarType.newScalar().name("SecretText").coercing(new SecretText()).build();

  private static final int MOST_BYTES = 32 * 1024;

  private SecretText() {}

  @Override
  public String serialize(Object result, GraphQLContext context, Locale locale) {
    throw new CoercingSerializeException("a secret is never told");
  }

  @Override
  public String parseValue(Object input, GraphQLContext context, Locale locale) {
    if (input instanceof String text
        && !text.isEmpty()
        && text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
      return text;
    }
    throw new CoercingParseValueException(
        "a secret is a text of 1 to %d bytes".formatted(MOST_BYTES));
  }

  /// Nothing, which is refused where it is used: what is refused here is quoted by the validation.
  @Override
  public String parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    return "";
  }
}
