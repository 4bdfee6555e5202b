package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.TypeRef;
import graphql.language.ArrayValue;
import graphql.language.Description;
import graphql.language.Directive;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectValue;
import graphql.language.ScalarTypeDefinition;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.language.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the types of a supergraph, and what else carries directives.
final class SupergraphTypeReader {
  /// The directives of the specs that the model holds in other ways.
  static final Set<String> PLUMBING_DIRECTIVES = Set.of("link", "core");

  private final Map<String, String> subgraphByGraph;
  private final SpecNames names;
  private final Map<String, Set<String>> graphsByType;

  /// @param subgraphByGraph the names of the subgraphs by their values in `join__Graph`
  /// @param graphsByType the values of `join__Graph` for the subgraphs that have each type
  SupergraphTypeReader(
      Map<String, String> subgraphByGraph, SpecNames names, Map<String, Set<String>> graphsByType) {
    this.subgraphByGraph = subgraphByGraph;
    this.names = names;
    this.graphsByType = graphsByType;
  }

  SupergraphType type(TypeDefinition<?> definition) {
    var joins = joinTypes(definition);
    var directives = applied(definition.getDirectives());
    var subgraphs = joins.stream().map(JoinType::subgraph).distinct().toList();
    var name = definition.getName();
    return switch (definition) {
      case ObjectTypeDefinition object ->
          new ObjectType(
              name,
              text(object.getDescription()),
              joins,
              typeNames(object.getImplements()),
              implementations(definition, subgraphs, object.getImplements()),
              fields(object.getFieldDefinitions(), subgraphs),
              directives);
      case InterfaceTypeDefinition object ->
          new InterfaceType(
              name,
              text(object.getDescription()),
              joins,
              typeNames(object.getImplements()),
              implementations(definition, subgraphs, object.getImplements()),
              fields(object.getFieldDefinitions(), subgraphs),
              directives);
      case UnionTypeDefinition union ->
          new UnionType(
              name, text(union.getDescription()), joins, members(union, subgraphs), directives);
      case EnumTypeDefinition type ->
          new EnumType(
              name,
              text(type.getDescription()),
              joins,
              enumValues(type.getEnumValueDefinitions(), subgraphs),
              directives);
      case InputObjectTypeDefinition input ->
          new InputType(
              name,
              text(input.getDescription()),
              joins,
              inputFields(input.getInputValueDefinitions(), subgraphs),
              directives);
      case ScalarTypeDefinition scalar ->
          new ScalarType(name, text(scalar.getDescription()), joins, directives);
      default -> throw SupergraphReader.notOne("unexpected definition of " + name);
    };
  }

  private List<JoinType> joinTypes(TypeDefinition<?> definition) {
    var joins =
        joinDirectives(definition.getDirectives(), "join__type").stream()
            .map(join ->
                new JoinType(
                    subgraph(join, definition.getName()),
                    join.string("key").map(FieldSet::parse).orElse(null),
                    join.flag("extension", false),
                    join.flag("resolvable", true),
                    join.flag("isInterfaceObject", false)))
            .toList();
    if (joins.isEmpty()) {
      throw SupergraphReader.notOne(definition.getName() + " has no @join__type");
    }
    return joins;
  }

  private List<JoinImplements> implementations(
      TypeDefinition<?> definition, List<String> subgraphs, List<?> interfaces) {
    var joins =
        joinDirectives(definition.getDirectives(), "join__implements").stream()
            .map(join ->
                new JoinImplements(
                    subgraph(join, definition.getName()), join.string("interface").orElse("")))
            .toList();
    if (!joins.isEmpty()) {
      return joins;
    }
    return typeNames(interfaces).stream()
        .flatMap(name -> subgraphs.stream().map(s -> new JoinImplements(s, name)))
        .toList();
  }

  private Map<String, Field> fields(List<FieldDefinition> definitions, List<String> subgraphs) {
    var fields = new LinkedHashMap<String, Field>();
    for (var definition : definitions) {
      var type = TypeRef.of(definition.getType());
      fields.put(
          definition.getName(),
          new Field(
              definition.getName(),
              text(definition.getDescription()),
              arguments(definition.getInputValueDefinitions()),
              type,
              joinFields(definition, type, subgraphs),
              applied(definition.getDirectives())));
    }
    return fields;
  }

  private List<JoinField> joinFields(
      FieldDefinition definition, TypeRef type, List<String> subgraphs) {
    var joins = joinDirectives(definition.getDirectives(), "join__field");
    if (joins.isEmpty()) {
      return subgraphs.stream().map(subgraph -> JoinField.in(subgraph, type)).toList();
    }
    return joins.stream()
        .filter(join -> join.arguments().containsKey("graph"))
        .map(join ->
            new JoinField(
                subgraph(join, definition.getName()),
                join.string("type").map(TypeRef::parse).orElse(type),
                join.flag("external", false),
                join.string("requires").map(FieldSet::parse).orElse(null),
                join.string("provides").map(FieldSet::parse).orElse(null),
                join.string("override").orElse(null),
                join.string("overrideLabel").orElse(null),
                join.flag("usedOverridden", false),
                contextArguments(join)))
        .toList();
  }

  private static List<JoinField.ContextArgument> contextArguments(AppliedDirective join) {
    var literal = join.arguments().get("contextArguments");
    if (literal == null || !(literal.toValue() instanceof ArrayValue array)) {
      return List.of();
    }
    var arguments = new ArrayList<JoinField.ContextArgument>();
    for (Value<?> value : array.getValues()) {
      if (value instanceof ObjectValue object) {
        var parts = new LinkedHashMap<String, String>();
        object
            .getObjectFields()
            .forEach(part -> {
              if (part.getValue() instanceof StringValue string) {
                parts.put(part.getName(), string.getValue());
              }
            });
        arguments.add(
            new JoinField.ContextArgument(
                required(parts, "name"),
                TypeRef.parse(required(parts, "type")),
                required(parts, "context"),
                FieldSet.parse(required(parts, "selection"))));
      }
    }
    return arguments;
  }

  private static String required(Map<String, String> parts, String name) {
    var value = parts.get(name);
    if (value == null) {
      throw SupergraphReader.notOne("a context argument has no " + name);
    }
    return value;
  }

  private Map<String, List<String>> members(UnionTypeDefinition union, List<String> subgraphs) {
    var joins = joinDirectives(union.getDirectives(), "join__unionMember");
    var members = new LinkedHashMap<String, List<String>>();
    for (var member : typeNames(union.getMemberTypes())) {
      members.put(
          member,
          joins.isEmpty()
              ? subgraphs.stream().filter(it -> knows(it, member)).toList()
              : joins.stream()
                  .filter(join -> join.string("member").filter(member::equals).isPresent())
                  .map(join -> subgraph(join, union.getName()))
                  .toList());
    }
    return members;
  }

  /// Join v0.2 does not say who has a member: whoever has its type.
  private boolean knows(String subgraph, String type) {
    return graphsByType.getOrDefault(type, Set.of()).stream()
        .anyMatch(graph -> subgraph.equals(subgraphByGraph.get(graph)));
  }

  private Map<String, EnumValue> enumValues(
      List<EnumValueDefinition> definitions, List<String> subgraphs) {
    var values = new LinkedHashMap<String, EnumValue>();
    for (var definition : definitions) {
      var joins = joinDirectives(definition.getDirectives(), "join__enumValue");
      values.put(
          definition.getName(),
          new EnumValue(
              definition.getName(),
              text(definition.getDescription()),
              joins.isEmpty()
                  ? subgraphs
                  : joins.stream().map(join -> subgraph(join, definition.getName())).toList(),
              applied(definition.getDirectives())));
    }
    return values;
  }

  private Map<String, InputValue> inputFields(
      List<InputValueDefinition> definitions, List<String> subgraphs) {
    var values = new LinkedHashMap<String, InputValue>();
    for (var definition : definitions) {
      var type = TypeRef.of(definition.getType());
      var joins = joinDirectives(definition.getDirectives(), "join__field");
      var typeIn = new LinkedHashMap<String, TypeRef>();
      if (joins.isEmpty()) {
        subgraphs.forEach(subgraph -> typeIn.put(subgraph, type));
      }
      joins.forEach(join ->
          typeIn.put(
              subgraph(join, definition.getName()),
              join.string("type").map(TypeRef::parse).orElse(type)));
      values.put(definition.getName(), inputValue(definition, type, typeIn));
    }
    return values;
  }

  Map<String, InputValue> arguments(List<InputValueDefinition> definitions) {
    var values = new LinkedHashMap<String, InputValue>();
    definitions.forEach(
        it -> values.put(it.getName(), inputValue(it, TypeRef.of(it.getType()), Map.of())));
    return values;
  }

  private InputValue inputValue(
      InputValueDefinition definition, TypeRef type, Map<String, TypeRef> typeIn) {
    return new InputValue(
        definition.getName(),
        text(definition.getDescription()),
        type,
        definition.getDefaultValue() == null ? null : Literal.of(definition.getDefaultValue()),
        typeIn,
        applied(definition.getDirectives()));
  }

  private String subgraph(AppliedDirective join, String where) {
    var graph = join.arguments().get("graph");
    var name = graph == null ? null : subgraphByGraph.get(graph.text());
    if (name == null) {
      throw SupergraphReader.notOne(
          "@" + join.name() + " on " + where + " names no subgraph of join__Graph");
    }
    return name;
  }

  static List<AppliedDirective> joinDirectives(TypeDefinition<?> definition, String name) {
    return joinDirectives(definition.getDirectives(), name);
  }

  private static List<AppliedDirective> joinDirectives(List<Directive> directives, String name) {
    return directives.stream()
        .filter(directive -> directive.getName().equals(name))
        .map(AppliedDirective::of)
        .toList();
  }

  /// `@join__directive` stays: it carries what a spec unknown to the composer put in a subgraph.
  List<AppliedDirective> applied(List<Directive> directives) {
    Predicate<String> plumbing =
        name ->
            PLUMBING_DIRECTIVES.contains(name)
                || (SupergraphReader.isPlumbing(name) && !name.equals("join__directive"));
    return directives.stream()
        .filter(directive -> !plumbing.test(directive.getName()))
        .map(AppliedDirective::of)
        .map(directive -> directive.named(names.standard(directive.name())))
        .toList();
  }

  private static List<String> typeNames(List<?> types) {
    return types.stream()
        .map(type -> (Type<?>) Objects.requireNonNull(type))
        .map(type -> ((TypeName) type).getName())
        .toList();
  }

  static @Nullable String text(@Nullable Description description) {
    return description == null ? null : description.getContent();
  }
}
