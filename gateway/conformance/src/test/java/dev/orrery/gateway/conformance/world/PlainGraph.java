package dev.orrery.gateway.conformance.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.TypeResolutionEnvironment;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnmodifiedType;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One plain schema over all the data, as if there were no federation: what it answers is what a
/// gateway must answer.
public final class PlainGraph {
  private final World world;
  private final Values values;
  private final GraphQL graph;
  private final List<String> faults = new ArrayList<>();

  public PlainGraph(String api, Map<String, ?> data, Map<String, String> sdls) {
    this.world = new World(data, sdls);
    this.values = new Values(world, "");
    var schema =
        new SchemaGenerator()
            .makeExecutableSchema(
                new SchemaParser().parse(api), Wiring.of(this::fetch, this::type));
    this.graph =
        GraphQL.newGraphQL(schema)
            .defaultDataFetcherExceptionHandler(new PlantedErrors(faults::add))
            .build();
  }

  /// Answers a request.
  ///
  /// @throws AssertionError when `data.json` lacks what is needed
  public ExecutionResult answer(
      String operation,
      @Nullable String name,
      Map<String, @Nullable Object> variables,
      Map<String, String> headers) {
    faults.clear();
    world.reset();
    ExecutionResult result =
        graph.execute(
            ExecutionInput.newExecutionInput(operation)
                .operationName(name)
                .variables(variables)
                .graphQLContext(c -> headers.forEach((key, value) -> c.put("header " + key, value)))
                .build());
    if (!faults.isEmpty()) {
      throw new AssertionError("one plain schema cannot answer: " + faults);
    }
    return result;
  }

  private GraphQLObjectType type(TypeResolutionEnvironment environment) {
    Thing thing = environment.getObject();
    GraphQLObjectType type = environment.getSchema().getObjectType(thing.type());
    if (type == null) {
      throw new Fault("clients know no " + thing.type());
    }
    return type;
  }

  private @Nullable Object fetch(DataFetchingEnvironment environment) {
    String parent = ((GraphQLFieldsContainer) environment.getParentType()).getName();
    String field = environment.getField().getName();
    Thing source = environment.getSource();
    Thing thing = source == null ? world.root(parent) : source;
    Contract.Rules rules = world.rules(source == null ? parent : thing.type(), field);
    Map<String, @Nullable Object> arguments = new TreeMap<>(environment.getArguments());
    rules
        .contextArguments()
        .forEach((name, selection) -> arguments.put(name, context(thing, selection)));
    GraphQLUnmodifiedType type = GraphQLTypeUtil.unwrapAll(environment.getFieldType());
    return PlantedErrors.separate(
        values.of(
            thing,
            new Values.Asked(
                field,
                arguments,
                type instanceof GraphQLObjectType object ? object.getName() : null,
                type instanceof GraphQLCompositeType,
                List.of(),
                rules.requires(),
                header -> environment.getGraphQlContext().get("header " + header))),
        environment);
  }

  /// The value that the nearest object above with the context has.
  private @Nullable Object context(Thing thing, String selection) {
    String name = selection.substring(1, selection.indexOf(' '));
    FieldSet fields = FieldSet.parse(selection.substring(selection.indexOf(' ')));
    for (Thing above = thing; above != null; above = above.parent()) {
      for (String type : world.contextTypes(name)) {
        if (world.is(above.type(), type)) {
          return select(above, fields);
        }
      }
    }
    throw new Fault("nothing sets the context " + name);
  }

  private @Nullable Object select(Thing thing, FieldSet fields) {
    for (FieldSet.Selection selection : fields.selections()) {
      switch (selection) {
        case FieldSet.FragmentSelection fragment -> {
          if (fragment.typeCondition() == null
              || world.is(thing.type(), fragment.typeCondition())) {
            return select(thing, fragment.selections());
          }
        }
        case FieldSet.FieldSelection field -> {
          Object value =
              values.of(
                  thing,
                  new Values.Asked(
                      field.name(),
                      Map.of(),
                      world.fieldType(thing.type(), field.name()),
                      !field.selections().isEmpty(),
                      List.of(),
                      world.rules(thing.type(), field.name()).requires(),
                      _ -> null));
          return value instanceof Thing inner ? select(inner, field.selections()) : value;
        }
      }
    }
    return null;
  }
}
