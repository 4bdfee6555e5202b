package dev.orrery.gateway.conformance.world;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLScalarType;
import graphql.schema.TypeResolver;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarInfo;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.util.Locale;

/// One fetcher for every field, one resolver for every abstract type, and scalars that pass what
/// they are given.
final class Wiring implements WiringFactory {
  private final DataFetcher<?> fetcher;
  private final TypeResolver resolver;

  private Wiring(DataFetcher<?> fetcher, TypeResolver resolver) {
    this.fetcher = fetcher;
    this.resolver = resolver;
  }

  static RuntimeWiring of(DataFetcher<?> fetcher, TypeResolver resolver) {
    return RuntimeWiring.newRuntimeWiring().wiringFactory(new Wiring(fetcher, resolver)).build();
  }

  @Override
  public boolean providesScalar(ScalarWiringEnvironment environment) {
    String name = environment.getScalarTypeDefinition().getName();
    return !ScalarInfo.isGraphqlSpecifiedScalar(name)
        && !name.startsWith("_")
        && !name.contains("__")
        && !name.equals("FieldSet");
  }

  @Override
  public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
    return GraphQLScalarType.newScalar()
        .name(environment.getScalarTypeDefinition().getName())
        .coercing(new AsItIs())
        .build();
  }

  @Override
  public boolean providesTypeResolver(InterfaceWiringEnvironment environment) {
    return true;
  }

  @Override
  public TypeResolver getTypeResolver(InterfaceWiringEnvironment environment) {
    return resolver;
  }

  @Override
  public boolean providesTypeResolver(UnionWiringEnvironment environment) {
    return !environment.getUnionTypeDefinition().getName().equals("_Entity");
  }

  @Override
  public TypeResolver getTypeResolver(UnionWiringEnvironment environment) {
    return resolver;
  }

  @Override
  public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
    return fetcher;
  }

  private static final class AsItIs implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public Object parseValue(Object input, GraphQLContext context, Locale locale) {
      return input;
    }

    @Override
    public Object parseLiteral(
        Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return Literals.of(input);
    }
  }
}
