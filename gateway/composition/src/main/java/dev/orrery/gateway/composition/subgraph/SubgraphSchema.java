package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.Findings.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A subgraph's schema, normalised: extensions merged, root types named `Query`, `Mutation` and
/// `Subscription`, federation's own definitions gone, its directives by standard names.
///
/// @param minor the minor version of federation 2, or -1 for a subgraph of federation 1
/// @param schemaDirectives what is applied to the schema, `@link` aside
public record SubgraphSchema(
    String name,
    String url,
    int minor,
    List<LinkedSpec> links,
    Map<String, SubgraphType> types,
    Map<String, DirectiveDeclaration> directives,
    Directives schemaDirectives,
    @Nullable String description) {
  public SubgraphSchema {
    links = List.copyOf(links);
    types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    directives = Collections.unmodifiableMap(new LinkedHashMap<>(directives));
  }

  public boolean isVersion1() {
    return minor < 0;
  }

  public Optional<SubgraphType> type(String type) {
    return Optional.ofNullable(types.get(type));
  }

  public Optional<SubgraphField> field(String type, String field) {
    return type(type).map(it -> it.fields().get(field));
  }

  public Optional<SubgraphField> field(FieldCoordinate coordinate) {
    return field(coordinate.type(), coordinate.field());
  }

  /// The directive of federation that a local name stands for.
  public Optional<FederationDirective> meaning(String localName) {
    return new DirectiveNames(links, minor).meaning(localName);
  }

  /// A place in this subgraph, nowhere in particular.
  public Place place() {
    return Place.in(name);
  }

  /// Whether the directive stands anywhere in this subgraph.
  public boolean applies(FederationDirective directive) {
    return schemaDirectives.has(directive)
        || types.values().stream()
            .anyMatch(type ->
                type.has(directive)
                    || type.fields().values().stream()
                        .anyMatch(field ->
                            field.directives().has(directive)
                                || field.arguments().values().stream()
                                    .anyMatch(it -> it.directives().has(directive)))
                    || type.inputs().values().stream()
                        .anyMatch(it -> it.directives().has(directive))
                    || type.values().values().stream()
                        .anyMatch(it -> it.directives().has(directive)));
  }

  public Stream<SubgraphType> types(Kind kind) {
    return types.values().stream().filter(type -> type.kind() == kind);
  }

  /// The objects and interfaces here that implement the interface.
  public Stream<SubgraphType> implementers(String interfaceName) {
    return types.values().stream().filter(type -> type.interfaces().contains(interfaceName));
  }

  /// The objects that a value of this type may be, as far as this subgraph knows.
  public List<String> possibleTypes(String type) {
    var it = types.get(type);
    if (it == null) {
      return List.of();
    }
    return switch (it.kind()) {
      case OBJECT -> List.of(type);
      case UNION -> it.members();
      case INTERFACE ->
          implementers(type)
              .filter(implementer -> implementer.kind() == Kind.OBJECT)
              .map(SubgraphType::name)
              .toList();
      case ENUM, INPUT, SCALAR -> List.of();
    };
  }

  public SubgraphSchema withTypes(Map<String, SubgraphType> other) {
    return new SubgraphSchema(
        name, url, minor, links, other, directives, schemaDirectives, description);
  }
}
