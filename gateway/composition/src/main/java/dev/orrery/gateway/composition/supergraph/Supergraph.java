package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The graph that a gateway serves and how each part of it is found in the subgraphs: the content
/// of a supergraph SDL (spec `join`, v0.2 to v0.5), complete and immutable. What SDL leaves out
/// because it follows from the rest is spelled out here, so that readers need no rules of `join`.
///
/// @param types by name, without those of the specs `join` and `link`
/// @param directives what is applied to the schema itself, `@link` aside
public record Supergraph(
    @Nullable String description,
    List<Subgraph> subgraphs,
    Roots roots,
    List<Link> links,
    Map<String, DirectiveDefinition> directiveDefinitions,
    Map<String, SupergraphType> types,
    List<AppliedDirective> directives) {
  public Supergraph {
    subgraphs = List.copyOf(subgraphs);
    links = List.copyOf(links);
    directiveDefinitions = Collections.unmodifiableMap(new LinkedHashMap<>(directiveDefinitions));
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    directives = List.copyOf(directives);
  }

  /// Reads a supergraph made by any composer.
  ///
  /// @throws InvalidSupergraph when the text is not one
  public static Supergraph read(String joinSdl) {
    return new SupergraphReader(joinSdl).read();
  }

  /// This supergraph as SDL of join v0.5; `read` of it equals this.
  public String toSdl() {
    return SupergraphPrinter.withJoins(this).print();
  }

  /// The schema that clients see, as SDL: nothing inaccessible, no federation.
  public String apiSdl() {
    return SupergraphPrinter.plain(PublicView.of(this)).print();
  }

  /// `apiSdl` as a schema that can validate operations and answer introspection, and cannot
  /// execute. Built anew on each call: keep it.
  public GraphQLSchema apiSchema() {
    return UnExecutableSchemaGenerator.makeUnExecutableSchema(new SchemaParser().parse(apiSdl()));
  }

  public Optional<SupergraphType> find(String type) {
    return Optional.ofNullable(types.get(type));
  }

  /// @throws NoSuchElementException when there is no object or interface of that name
  public CompositeType composite(String type) {
    return find(type)
        .flatMap(SupergraphType::asComposite)
        .orElseThrow(() -> new NoSuchElementException("no object or interface " + type));
  }

  public Optional<Subgraph> subgraph(String name) {
    return subgraphs.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /// The objects that a value of this type may be, over all subgraphs; the type itself when it is
  /// an object, none when it is no output type.
  public List<String> possibleTypes(String type) {
    return switch (types.get(type)) {
      case ObjectType object -> List.of(object.name());
      case UnionType union -> List.copyOf(union.members().keySet());
      case InterfaceType _ -> implementersOf(type).map(SupergraphType::name).toList();
      case EnumType _, InputType _, ScalarType _ -> List.of();
      case null -> List.of();
    };
  }

  /// The objects that a value of this type may be when `subgraph` returns it. An interface object
  /// has none: only its interface's owner knows.
  public List<String> possibleTypesIn(String type, String subgraph) {
    return switch (types.get(type)) {
      case ObjectType object -> object.isIn(subgraph) ? List.of(object.name()) : List.of();
      case UnionType union -> union.membersIn(subgraph);
      case InterfaceType _ ->
          implementersOf(type)
              .filter(object -> object.interfacesIn(subgraph).contains(type))
              .map(SupergraphType::name)
              .toList();
      case EnumType _, InputType _, ScalarType _ -> List.of();
      case null -> List.of();
    };
  }

  private java.util.stream.Stream<ObjectType> implementersOf(String interfaceName) {
    return types.values().stream()
        .filter(ObjectType.class::isInstance)
        .map(ObjectType.class::cast)
        .filter(object -> object.interfaces().contains(interfaceName));
  }
}
