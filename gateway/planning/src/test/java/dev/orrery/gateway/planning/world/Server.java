package dev.orrery.gateway.planning.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.JoinType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.check.SubgraphSdl;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphqlErrorBuilder;
import graphql.TypeResolutionEnvironment;
import graphql.execution.DataFetcherResult;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.TypeResolver;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.InterfaceWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnionWiringEnvironment;
import graphql.schema.idl.WiringFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A GraphQL server over the world: a subgraph, which refuses what it must not be asked, or the API
/// as if it were one plain schema.
public final class Server {
  private final Supergraph supergraph;
  private final World world;
  private final String subgraph;
  private final Set<String> labels;
  private final List<String> journal;
  private final GraphQL graphql;

  private Server(
      Supergraph supergraph,
      World world,
      String subgraph,
      String sdl,
      Set<String> labels,
      List<String> journal) {
    this.labels = labels;
    this.journal = journal;
    this.supergraph = supergraph;
    this.world = world;
    this.subgraph = subgraph;
    var wiring = RuntimeWiring.newRuntimeWiring().wiringFactory(new Wiring()).build();
    this.graphql =
        GraphQL.newGraphQL(
                new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(sdl), wiring))
            .build();
  }

  /// @param labels of the progressive overrides that hold
  /// @param journal where mutations are written down as they run
  static Server ofSubgraph(
      Supergraph supergraph,
      World world,
      String subgraph,
      Set<String> labels,
      List<String> journal) {
    return new Server(
        supergraph, world, subgraph, SubgraphSdl.of(supergraph, subgraph), labels, journal);
  }

  static Server ofApi(Supergraph supergraph, World world, List<String> journal) {
    return new Server(supergraph, world, "", supergraph.apiSdl(), Set.of(), journal);
  }

  /// Answers an operation of any kind.
  public ExecutionResult answer(String document, Map<String, Object> variables) {
    return graphql.execute(
        ExecutionInput.newExecutionInput(document)
            .variables(variables)
            .root(Thing.of("", 0))
            .build());
  }

  private Object fetch(DataFetchingEnvironment environment) {
    var name = environment.getField().getName();
    if (name.equals("_entities")) {
      List<Map<String, Object>> representations = environment.getArgument("representations");
      return representations.stream().map(this::entity).toList();
    }
    var parent = ((GraphQLFieldsContainer) environment.getParentType()).getName();
    Thing source = environment.getSource();
    var thing = source.type().isEmpty() ? Thing.of(parent, 0) : source;
    var declared = supergraph.composite(thing.type()).fields().get(name);
    var arguments = new HashMap<>(environment.getArguments());
    if (parent.equals(supergraph.roots().mutation())) {
      journal.add(name + Values.sorted(arguments));
    }
    if (subgraph.isEmpty()) {
      arguments.putAll(world.context(thing, declared));
    } else {
      var join =
          Optional.ofNullable(supergraph.composite(parent).fields().get(name))
              .flatMap(f -> f.in(subgraph))
              .orElseThrow();
      refuse(environment, thing, parent, join);
    }
    Objects.requireNonNull(declared, () -> thing.type() + "." + name);
    if (world.fails(thing, declared)) {
      return DataFetcherResult.newResult()
          .error(GraphqlErrorBuilder.newError(environment).message("planted").build())
          .build();
    }
    var value = world.value(thing, name, arguments);
    return subgraph.isEmpty() ? within(thing, value) : value;
  }

  /// The plain schema's objects remember what they lie in: contexts come from there.
  private static Object within(Thing parent, Object value) {
    return switch (value) {
      case Thing thing -> thing.within(parent);
      case List<?> list ->
          list.stream().map(item -> within(parent, item)).collect(Collectors.toList());
      case null, default -> value;
    };
  }

  private Thing entity(Map<String, Object> representation) {
    var type = (String) representation.get("__typename");
    var keys =
        supergraph.find(type).orElseThrow().resolvableKeys(subgraph).stream()
            .map(JoinType::key)
            .filter(Objects::nonNull)
            .toList();
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(subgraph + " resolves no " + type);
    }
    var found = world.find(representation, keys);
    if (found == null) {
      throw new IllegalArgumentException(subgraph + " knows no " + representation);
    }
    return found;
  }

  private void refuse(
      DataFetchingEnvironment environment, Thing thing, String parent, JoinField join) {
    var coordinate = subgraph + ": " + parent + "." + environment.getField().getName();
    if (join.usedOverridden() && join.overrideLabel() == null) {
      throw new IllegalStateException(coordinate + " is overridden");
    }
    if (join.overrideLabel() != null
        && labels.contains(join.overrideLabel()) != (join.override() != null)) {
      throw new IllegalStateException(coordinate + " is overridden by label");
    }
    if (join.external()
        && !isProvided(environment, environment.getField().getName())
        && !isKey(parent, environment.getField().getName())) {
      throw new IllegalStateException(coordinate + " is external");
    }
    if (join.requires() != null
        && !names(join.requires()).stream().allMatch(name -> isProvided(environment, name))
        && !world.matches(thing, join.requires(), thing.sent())) {
      throw new IllegalStateException(
          coordinate + " requires " + join.requires() + " and got " + thing.sent());
    }
    for (var argument : join.contextArguments()) {
      if (!environment.containsArgument(argument.name())) {
        throw new IllegalStateException(coordinate + " lacks the context of " + argument.name());
      }
    }
  }

  private boolean isKey(String type, String field) {
    return supergraph.find(type).orElseThrow().joins().stream()
        .filter(j -> j.subgraph().equals(subgraph) && j.key() != null)
        .anyMatch(j -> j.key().toString().contains(field));
  }

  /// Whether any field on the way here provides something: enough to tell a planner that forgot.
  private boolean isProvided(DataFetchingEnvironment environment, String wanted) {
    for (var step = environment.getExecutionStepInfo().getParent();
        step != null && step.getFieldDefinition() != null;
        step = step.getParent()) {
      if (step.getObjectType() == null) {
        continue;
      }
      var name = step.getFieldDefinition().getName();
      var field =
          supergraph
              .find(step.getObjectType().getName())
              .flatMap(t -> t.asComposite())
              .flatMap(t -> t.field(name))
              .flatMap(f -> f.in(subgraph));
      if (field.isPresent()
          && field.get().provides() != null
          && names(field.get().provides()).contains(wanted)) {
        return true;
      }
    }
    return false;
  }

  private static List<String> names(FieldSet set) {
    var names = new ArrayList<String>();
    for (var selection : set.selections()) {
      if (selection instanceof FieldSet.FieldSelection field) {
        names.add(field.name());
      }
      names.addAll(names(selection.selections()));
    }
    return names;
  }

  private GraphQLObjectType typeOf(TypeResolutionEnvironment environment) {
    Thing thing = environment.getObject();
    var type = environment.getSchema().getObjectType(thing.type());
    if (type != null) {
      return type;
    }
    return supergraph.composite(thing.type()).interfaces().stream()
        .filter(i -> supergraph.find(i).orElseThrow().isInterfaceObjectIn(subgraph))
        .map(i -> environment.getSchema().getObjectType(i))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(subgraph + " does not know " + thing.type()));
  }

  private final class Wiring implements WiringFactory {
    @Override
    public boolean providesScalar(ScalarWiringEnvironment environment) {
      return !List.of("Int", "Float", "String", "Boolean", "ID")
          .contains(environment.getScalarTypeDefinition().getName());
    }

    @Override
    public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
      return GraphQLScalarType.newScalar()
          .name(environment.getScalarTypeDefinition().getName())
          .coercing(new Anything())
          .build();
    }

    @Override
    public boolean providesTypeResolver(InterfaceWiringEnvironment environment) {
      return true;
    }

    @Override
    public TypeResolver getTypeResolver(InterfaceWiringEnvironment environment) {
      return Server.this::typeOf;
    }

    @Override
    public boolean providesTypeResolver(UnionWiringEnvironment environment) {
      return true;
    }

    @Override
    public TypeResolver getTypeResolver(UnionWiringEnvironment environment) {
      return Server.this::typeOf;
    }

    @Override
    public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
      return Server.this::fetch;
    }
  }

  private static final class Anything implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, graphql.GraphQLContext context, java.util.Locale locale) {
      return value;
    }

    @Override
    public Object parseValue(
        Object input, graphql.GraphQLContext context, java.util.Locale locale) {
      return input;
    }

    @Override
    public Object parseLiteral(
        graphql.language.Value<?> input,
        graphql.execution.CoercedVariables variables,
        graphql.GraphQLContext context,
        java.util.Locale locale) {
      return Values.of(input);
    }
  }
}
