package dev.orrery.gateway.execution.testing;

import com.apollographql.federation.graphqljava.Federation;
import com.apollographql.federation.graphqljava._Entity;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.language.ScalarTypeDefinition;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLScalarType;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// A federated subgraph that owns exactly the data it is given, and fails the request when asked
/// for any other: a gateway that plans wrongly cannot pass by luck.
public final class TestSubgraph {
  private final String name;
  private final String sdl;
  private final Map<String, Function<DataFetchingEnvironment, Object>> roots = new HashMap<>();
  private final Map<String, List<Map<String, Object>>> entities = new HashMap<>();
  private final List<Map<String, Object>> requests = new CopyOnWriteArrayList<>();
  private GraphQL graph;

  public TestSubgraph(String name, String sdl) {
    this.name = name;
    this.sdl = sdl;
  }

  public String name() {
    return name;
  }

  public String sdl() {
    return sdl;
  }

  /// Resolves a root field.
  public TestSubgraph root(String field, Function<DataFetchingEnvironment, Object> resolver) {
    roots.put(field, resolver);
    return this;
  }

  public TestSubgraph root(String field, Object value) {
    return root(field, _ -> value);
  }

  /// An entity that `_entities` finds by whichever of its fields a representation has. A value that
  /// is a [Function] is computed from the representation.
  public TestSubgraph entity(String type, Map<String, Object> fields) {
    entities.computeIfAbsent(type, _ -> new ArrayList<>()).add(fields);
    return this;
  }

  /// Every request so far, as JSON values.
  public List<Map<String, Object>> requests() {
    return requests;
  }

  /// How many representations were sent so far, over all requests.
  public int representations() {
    return requests.stream()
        .map(r -> (Map<?, ?>) r.getOrDefault("variables", Map.of()))
        .flatMap(v -> v.values().stream())
        .filter(List.class::isInstance)
        .mapToInt(
            list -> (int) ((List<?>) list).stream().filter(TestSubgraph::isRepresentation).count())
        .sum();
  }

  private static boolean isRepresentation(Object value) {
    return value instanceof Map<?, ?> map && map.containsKey("__typename");
  }

  public void forgetRequests() {
    requests.clear();
  }

  /// Builds the schema ahead of the first request.
  synchronized void warmUp() {
    graph = build();
    graph.execute("{__typename}");
  }

  /// Answers a GraphQL request.
  @SuppressWarnings("unchecked")
  public synchronized Map<String, Object> answer(Map<String, Object> request) {
    requests.add(request);
    if (graph == null) {
      graph = build();
    }
    ExecutionInput.Builder input = ExecutionInput.newExecutionInput((String) request.get("query"));
    if (request.get("variables") instanceof Map<?, ?> variables) {
      input.variables((Map<String, Object>) variables);
    }
    return graph.execute(input.build()).toSpecification();
  }

  private GraphQL build() {
    TypeDefinitionRegistry types = new SchemaParser().parse(sdl);
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    wiring.wiringFactory(new Wiring(types));
    var schema =
        Federation.transform(types, wiring.build())
            .fetchEntities(environment -> {
              List<Map<String, Object>> representations =
                  environment.getArgument(_Entity.argumentName);
              List<Object> found = new ArrayList<>();
              representations.forEach(r -> found.add(find(r)));
              return found;
            })
            .resolveEntityType(e ->
                e.getSchema().getObjectType((String) ((Map<?, ?>) e.getObject()).get("__typename")))
            .build();
    return GraphQL.newGraphQL(schema).build();
  }

  private Object find(Map<String, Object> representation) {
    String type = (String) representation.get("__typename");
    for (Map<String, Object> entity : entities.getOrDefault(type, List.of())) {
      boolean matches =
          representation.entrySet().stream()
              .filter(e ->
                  entity.containsKey(e.getKey()) && !(entity.get(e.getKey()) instanceof Function))
              .allMatch(
                  e -> String.valueOf(entity.get(e.getKey())).equals(String.valueOf(e.getValue())));
      if (matches && representation.keySet().stream().anyMatch(entity::containsKey)) {
        Map<String, Object> whole = new LinkedHashMap<>(representation);
        whole.putAll(entity);
        whole.put("__typename", type);
        return whole;
      }
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private Object fetch(DataFetchingEnvironment environment) {
    String field = environment.getField().getName();
    Object source = environment.getSource();
    String parent =
        environment.getParentType() instanceof graphql.schema.GraphQLObjectType o
            ? o.getName()
            : "?";
    if (source == null || (roots.containsKey(field) && !(source instanceof Map))) {
      Function<DataFetchingEnvironment, Object> root = roots.get(field);
      if (root == null) {
        throw new IllegalStateException(
            "%s was asked for %s.%s, which it does not own".formatted(name, parent, field));
      }
      return root.apply(environment);
    }
    Map<String, Object> object = (Map<String, Object>) source;
    if (!object.containsKey(field)) {
      throw new IllegalStateException(
          "%s was asked for %s.%s, which it does not own".formatted(name, parent, field));
    }
    Object value = object.get(field);
    return value instanceof Function<?, ?> function
        ? ((Function<Map<String, Object>, Object>) function).apply(object)
        : value;
  }

  private final class Wiring implements graphql.schema.idl.WiringFactory {
    private final TypeDefinitionRegistry types;

    Wiring(TypeDefinitionRegistry types) {
      this.types = types;
    }

    @Override
    public boolean providesTypeResolver(graphql.schema.idl.InterfaceWiringEnvironment environment) {
      return true;
    }

    @Override
    public graphql.schema.TypeResolver getTypeResolver(
        graphql.schema.idl.InterfaceWiringEnvironment environment) {
      return e ->
          e.getSchema().getObjectType((String) ((Map<?, ?>) e.getObject()).get("__typename"));
    }

    @Override
    public boolean providesTypeResolver(graphql.schema.idl.UnionWiringEnvironment environment) {
      return !environment.getUnionTypeDefinition().getName().equals("_Entity");
    }

    @Override
    public graphql.schema.TypeResolver getTypeResolver(
        graphql.schema.idl.UnionWiringEnvironment environment) {
      return e ->
          e.getSchema().getObjectType((String) ((Map<?, ?>) e.getObject()).get("__typename"));
    }

    @Override
    public boolean providesScalar(graphql.schema.idl.ScalarWiringEnvironment environment) {
      ScalarTypeDefinition scalar = environment.getScalarTypeDefinition();
      return types.scalars().containsKey(scalar.getName())
          && !graphql.schema.idl.ScalarInfo.isGraphqlSpecifiedScalar(scalar.getName())
          && !scalar.getName().startsWith("_")
          && !scalar.getName().contains("__")
          && !scalar.getName().equals("FieldSet");
    }

    @Override
    public GraphQLScalarType getScalar(graphql.schema.idl.ScalarWiringEnvironment environment) {
      return GraphQLScalarType.newScalar()
          .name(environment.getScalarTypeDefinition().getName())
          .coercing(
              new Coercing<Object, Object>() {
                @Override
                public Object serialize(
                    Object value, graphql.GraphQLContext context, java.util.Locale locale) {
                  return value;
                }
              })
          .build();
    }

    @Override
    public DataFetcher<?> getDefaultDataFetcher(
        graphql.schema.idl.FieldWiringEnvironment environment) {
      return TestSubgraph.this::fetch;
    }
  }
}
