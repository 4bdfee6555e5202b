package dev.orrery.ipam.notation;

import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.GraphQLScalarType;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/// The scalars `Cidr`, `IpAddr` and `BigInt`. Here they are any text: what is wrong with it is said
/// where the argument's path is known.
@ApplicationScoped
class NotationScalars implements SubgraphPart {

  @Override
  public void wire(Wiring wiring) {
    for (String name : new String[] {"Cidr", "IpAddr", "BigInt"}) {
      wiring.scalar(GraphQLScalarType.newScalar().name(name).coercing(new Text(name)).build());
    }
  }

  private record Text(String name) implements Coercing<String, String> {
    @Override
    public String serialize(Object result, GraphQLContext context, Locale locale) {
      return result.toString();
    }

    @Override
    public String parseValue(Object input, GraphQLContext context, Locale locale) {
      if (input instanceof String text) {
        return text;
      }
      throw new CoercingParseValueException("%s is written as text".formatted(name));
    }

    @Override
    public String parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      if (input instanceof StringValue text) {
        return String.valueOf(text.getValue());
      }
      throw new CoercingParseLiteralException("%s is written as text".formatted(name));
    }

    @Override
    public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
      return StringValue.of(input.toString());
    }
  }
}
