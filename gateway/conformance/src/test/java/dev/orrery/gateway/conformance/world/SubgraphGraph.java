package dev.orrery.gateway.conformance.world;

import com.apollographql.federation.graphqljava.Federation;
import com.apollographql.federation.graphqljava._Entity;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.TypeResolutionEnvironment;
import graphql.execution.DataFetcherResult;
import graphql.language.Definition;
import graphql.language.Document;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.InterfaceTypeExtensionDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectTypeExtensionDefinition;
import graphql.language.TypeDefinition;
import graphql.parser.Parser;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.GraphQLUnmodifiedType;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A subgraph made of its SDL and the data, by graphql-java and federation-jvm. It refuses, and
/// reports as a fault, whatever it must not be asked: a gateway that plans wrongly cannot pass by
/// luck.
final class SubgraphGraph {
  private final World world;
  private final Contract contract;
  private final Gates gates;
  private final Entities entities;
  private final Values values;
  private final Consumer<String> faults;
  private final GraphQL graph;

  SubgraphGraph(World world, String subgraph, String sdl, Consumer<String> faults) {
    this.world = world;
    this.contract = world.contract(subgraph);
    this.gates = new Gates(world, contract);
    this.entities = new Entities(world, contract);
    this.values = new Values(world, subgraph);
    this.faults = faults;
    GraphQLSchema schema =
        Federation.transform(registry(contract.usualSdl(sdl)), Wiring.of(this::fetch, this::type))
            .setFederation2(contract.isVersion2())
            .fetchEntities(this::entities)
            .resolveEntityType(this::type)
            .build();
    this.graph =
        GraphQL.newGraphQL(schema)
            .defaultDataFetcherExceptionHandler(new PlantedErrors(faults))
            .build();
  }

  /// Version 1 extends types that are defined elsewhere, which graphql-java takes for a mistake.
  private static TypeDefinitionRegistry registry(String sdl) {
    Document document = Parser.parse(sdl);
    Set<String> defined = new HashSet<>();
    document.getDefinitionsOfType(TypeDefinition.class).stream()
        .filter(t ->
            !(t instanceof ObjectTypeExtensionDefinition
                || t instanceof InterfaceTypeExtensionDefinition))
        .forEach(t -> defined.add(t.getName()));
    List<Definition> definitions = new ArrayList<>();
    for (Definition<?> definition : document.getDefinitions()) {
      definitions.add(
          switch (definition) {
            case ObjectTypeExtensionDefinition extension when defined.add(extension.getName()) ->
                ObjectTypeDefinition.newObjectTypeDefinition()
                    .name(extension.getName())
                    .implementz(extension.getImplements())
                    .directives(extension.getDirectives())
                    .fieldDefinitions(extension.getFieldDefinitions())
                    .build();
            case InterfaceTypeExtensionDefinition extension when defined.add(extension.getName()) ->
                InterfaceTypeDefinition.newInterfaceTypeDefinition()
                    .name(extension.getName())
                    .implementz(extension.getImplements())
                    .directives(extension.getDirectives())
                    .definitions(extension.getFieldDefinitions())
                    .build();
            default -> definition;
          });
    }
    return new SchemaParser()
        .buildRegistry(Document.newDocument().definitions(definitions).build());
  }

  /// Answers a request as the specification says.
  Map<String, Object> answer(
      Map<String, ?> request, Map<String, String> headers, Set<String> labels) {
    String query = String.valueOf(request.get("query"));
    ExecutionInput.Builder input = ExecutionInput.newExecutionInput(query);
    input.variables(new LinkedHashMap<>(World.map(request.get("variables"))));
    input.graphQLContext(c -> {
      headers.forEach((key, value) -> c.put("header " + key, value));
      c.put("labels", labels);
    });
    ExecutionResult result = graph.execute(input.build());
    if (!result.isDataPresent()) {
      faults.accept(
          "%s cannot take %s: %s".formatted(contract.subgraph(), query, result.getErrors()));
    }
    return result.toSpecification();
  }

  private GraphQLObjectType type(TypeResolutionEnvironment environment) {
    Thing thing = environment.getObject();
    return environment.getSchema().getObjectType(own(thing.type(), environment.getSchema()));
  }

  /// What this subgraph calls objects of a type: the same, or the interface that it has for an
  /// object.
  private String own(String type, GraphQLSchema schema) {
    if (schema.getObjectType(type) != null) {
      return type;
    }
    return contract.typesNamed().stream()
        .filter(name -> contract.isInterfaceObject(name) && world.is(type, name))
        .findFirst()
        .orElseThrow(() -> new Fault(contract.subgraph() + " does not know the type " + type));
  }

  private Object entities(DataFetchingEnvironment environment) {
    List<Map<String, Object>> representations = environment.getArgument(_Entity.argumentName);
    List<@Nullable Object> found = new ArrayList<>();
    List<GraphQLError> errors = new ArrayList<>();
    for (Map<String, Object> representation : representations) {
      try {
        found.add(entities.find(representation));
      } catch (PlannedError e) {
        var path = environment.getExecutionStepInfo().getPath().segment(found.size());
        errors.add(PlantedErrors.at(path, e));
        found.add(null);
      }
    }
    return DataFetcherResult.newResult().data(found).errors(errors).build();
  }

  private @Nullable Object fetch(DataFetchingEnvironment environment) {
    String parent =
        contract.usual(((GraphQLFieldsContainer) environment.getParentType()).getName());
    String field = environment.getField().getName();
    Thing source = environment.getSource();
    Thing thing = source == null ? world.root(parent) : source;
    Contract.Rules rules = contract.rules(parent, field);
    if (rules == null) {
      throw new Fault("%s has no %s.%s".formatted(contract.subgraph(), parent, field));
    }
    gates.check(parent, field, rules, thing, environment.getGraphQlContext().get("labels"));
    if (rules.requires() != null && !Provided.contains(thing, field, world)) {
      if (thing.sent() != null) {
        values.check(rules.requires(), thing);
      } else if (!Provided.covers(thing, rules.requires(), world)) {
        throw new Fault(
            "%s was asked for %s.%s without a representation"
                .formatted(contract.subgraph(), parent, field));
      }
    }
    for (String argument : rules.contextArguments().keySet()) {
      if (!environment.containsArgument(argument)) {
        throw new Fault(
            "%s was asked for %s.%s without the context of %s"
                .formatted(contract.subgraph(), parent, field, argument));
      }
    }
    GraphQLUnmodifiedType type = GraphQLTypeUtil.unwrapAll(environment.getFieldType());
    Object value =
        values.of(
            thing,
            new Values.Asked(
                field,
                environment.getArguments(),
                type instanceof GraphQLObjectType object ? object.getName() : null,
                type instanceof GraphQLCompositeType,
                Provided.below(thing, field, rules.provides(), world),
                rules.requires(),
                header -> environment.getGraphQlContext().get("header " + header)));
    if (value instanceof Thing object && type instanceof GraphQLObjectType promised) {
      String own = own(object.type(), environment.getGraphQLSchema());
      if (!own.equals(promised.getName())) {
        throw new Fault("data.json has %s for %s.%s".formatted(object.type(), parent, field));
      }
    }
    return PlantedErrors.separate(value, environment);
  }
}
