package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.TypeRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What clients may see of a supergraph: elements marked `@inaccessible` are gone, and so is every
/// directive but GraphQL's own and those that clients may write in operations.
final class PublicView {
  private static final Set<String> OF_GRAPHQL = Set.of("deprecated", "specifiedBy", "oneOf");
  private static final Set<String> EXECUTABLE =
      Set.of(
          "QUERY",
          "MUTATION",
          "SUBSCRIPTION",
          "FIELD",
          "FRAGMENT_DEFINITION",
          "FRAGMENT_SPREAD",
          "INLINE_FRAGMENT",
          "VARIABLE_DEFINITION");

  private final Supergraph supergraph;
  private final Set<String> hidden;

  private PublicView(Supergraph supergraph) {
    this.supergraph = supergraph;
    hidden =
        supergraph.types().values().stream()
            .filter(SupergraphType::inaccessible)
            .map(SupergraphType::name)
            .collect(Collectors.toCollection(TreeSet::new));
  }

  static Supergraph of(Supergraph supergraph) {
    return new PublicView(supergraph).filter();
  }

  private Supergraph filter() {
    var types = new LinkedHashMap<String, SupergraphType>();
    supergraph.types().values().stream()
        .filter(type -> !hidden.contains(type.name()))
        .map(this::type)
        .forEach(type -> types.put(type.name(), type));
    var linked = new TreeSet<String>();
    supergraph
        .links()
        .forEach(link ->
            link.imports().stream()
                .map(Link.Import::localName)
                .filter(name -> name.startsWith("@"))
                .forEach(name -> linked.add(name.substring(1))));
    supergraph.links().stream().map(link -> SpecNames.specOf(link.url())).forEach(linked::add);
    var definitions = new LinkedHashMap<String, DirectiveDefinition>();
    supergraph
        .directiveDefinitions()
        .values()
        .forEach(definition -> {
          if (!linked.contains(definition.name())
              && definition.locations().stream().anyMatch(EXECUTABLE::contains)) {
            definitions.put(definition.name(), definition(definition));
          }
        });
    var roots = supergraph.roots();
    return new Supergraph(
        supergraph.description(),
        supergraph.subgraphs(),
        new Roots(
            roots.query(),
            roots.mutation() != null && hidden.contains(roots.mutation()) ? null : roots.mutation(),
            roots.subscription() != null && hidden.contains(roots.subscription())
                ? null
                : roots.subscription()),
        List.of(),
        definitions,
        types,
        List.of());
  }

  private DirectiveDefinition definition(DirectiveDefinition definition) {
    return new DirectiveDefinition(
        definition.name(),
        definition.description(),
        inputs(definition.arguments()),
        definition.repeatable(),
        definition.locations().stream().filter(EXECUTABLE::contains).toList());
  }

  private SupergraphType type(SupergraphType type) {
    var directives = visible(type.directives());
    return switch (type) {
      case ObjectType object ->
          new ObjectType(
              object.name(),
              object.description(),
              object.joins(),
              visibleNames(object.interfaces()),
              object.implementations(),
              fields(object.fields()),
              directives);
      case InterfaceType object ->
          new InterfaceType(
              object.name(),
              object.description(),
              object.joins(),
              visibleNames(object.interfaces()),
              object.implementations(),
              fields(object.fields()),
              directives);
      case UnionType union -> {
        var members = new LinkedHashMap<>(union.members());
        members.keySet().removeAll(hidden);
        yield new UnionType(union.name(), union.description(), union.joins(), members, directives);
      }
      case EnumType it -> {
        var values = new LinkedHashMap<String, EnumValue>();
        it.values().values().stream()
            .filter(value -> !inaccessible(value.directives()))
            .forEach(value ->
                values.put(
                    value.name(),
                    new EnumValue(
                        value.name(),
                        value.description(),
                        value.subgraphs(),
                        visible(value.directives()))));
        yield new EnumType(it.name(), it.description(), it.joins(), values, directives);
      }
      case InputType input ->
          new InputType(
              input.name(), input.description(), input.joins(), inputs(input.fields()), directives);
      case ScalarType scalar ->
          new ScalarType(scalar.name(), scalar.description(), scalar.joins(), directives);
    };
  }

  private Map<String, Field> fields(Map<String, Field> fields) {
    var visible = new LinkedHashMap<String, Field>();
    fields.values().stream()
        .filter(field -> shown(field.type(), field.directives()))
        .forEach(field ->
            visible.put(
                field.name(),
                new Field(
                    field.name(),
                    field.description(),
                    inputs(field.arguments()),
                    field.type(),
                    field.joins(),
                    visible(field.directives()))));
    return visible;
  }

  private Map<String, InputValue> inputs(Map<String, InputValue> values) {
    var visible = new LinkedHashMap<String, InputValue>();
    values.values().stream()
        .filter(value -> shown(value.type(), value.directives()))
        .forEach(value ->
            visible.put(
                value.name(),
                new InputValue(
                    value.name(),
                    value.description(),
                    value.type(),
                    value.defaultValue(),
                    value.typeIn(),
                    visible(value.directives()))));
    return visible;
  }

  private boolean shown(TypeRef type, List<AppliedDirective> directives) {
    return !inaccessible(directives) && !hidden.contains(type.baseName());
  }

  private static boolean inaccessible(List<AppliedDirective> directives) {
    return directives.stream().anyMatch(d -> d.name().equals("inaccessible"));
  }

  private List<String> visibleNames(List<String> names) {
    return names.stream().filter(name -> !hidden.contains(name)).toList();
  }

  private static List<AppliedDirective> visible(List<AppliedDirective> directives) {
    return directives.stream().filter(d -> OF_GRAPHQL.contains(d.name())).toList();
  }
}
