package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.SdlParser;
import dev.orrery.gateway.composition.sdl.TypeRef;
import graphql.language.ArrayValue;
import graphql.language.Description;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectValue;
import graphql.language.ScalarTypeDefinition;
import graphql.language.SchemaDefinition;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.language.Value;
import graphql.parser.InvalidSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads one supergraph SDL into the model.
final class SupergraphReader {
  private static final Set<String> PLUMBING_DIRECTIVES = Set.of("link", "core");

  private final Document document;
  private final Map<String, String> subgraphByGraph = new LinkedHashMap<>();
  private SpecNames names = new SpecNames(List.of());

  SupergraphReader(String sdl) {
    try {
      document = SdlParser.parse(sdl);
    } catch (InvalidSyntaxException e) {
      throw new InvalidSupergraph("The supergraph is not SDL: " + e.getMessage());
    }
  }

  Supergraph read() {
    var schema =
        document
            .getFirstDefinitionOfType(SchemaDefinition.class)
            .orElseThrow(() -> notOne("no schema"));
    var allLinks = links(schema);
    var links = allLinks.stream().filter(link -> !SpecNames.isPlumbing(link.url())).toList();
    refuseUnknownPurposes(links);
    names = new SpecNames(links);
    var subgraphs = subgraphs();
    subgraphs.forEach(subgraph -> subgraphByGraph.put(subgraph.graph(), subgraph.name()));
    var types = new LinkedHashMap<String, SupergraphType>();
    for (var definition : document.getDefinitionsOfType(TypeDefinition.class)) {
      if (!isPlumbing(definition.getName()) && !isOfSpec(definition)) {
        types.put(definition.getName(), type(definition));
      }
    }
    return new Supergraph(
        text(schema.getDescription()),
        subgraphs,
        roots(schema),
        links.stream().map(SpecNames::standardised).toList(),
        directiveDefinitions(),
        types,
        applied(schema.getDirectives()));
  }

  private static InvalidSupergraph notOne(String why) {
    return new InvalidSupergraph(
        "This is not a supergraph: "
            + why
            + ". Compose the subgraphs first, or pass them as subgraphs.");
  }

  private List<Link> links(SchemaDefinition schema) {
    var links = new ArrayList<Link>();
    for (var directive : schema.getDirectives()) {
      if (PLUMBING_DIRECTIVES.contains(directive.getName())) {
        var applied = AppliedDirective.of(directive);
        var url = applied.string("url").or(() -> applied.string("feature"));
        url.ifPresent(it ->
            links.add(
                new Link(
                    it,
                    applied.string("as").orElse(null),
                    imports(directive),
                    Optional.ofNullable(applied.arguments().get("for"))
                        .map(Literal::text)
                        .orElse(null))));
      }
    }
    return links;
  }

  private static List<Link.Import> imports(Directive link) {
    var argument = link.getArgument("import");
    if (argument == null || !(argument.getValue() instanceof ArrayValue array)) {
      return List.of();
    }
    var imports = new ArrayList<Link.Import>();
    for (Value<?> value : array.getValues()) {
      if (value instanceof StringValue string && string.getValue() != null) {
        imports.add(new Link.Import(string.getValue(), null));
      } else if (value instanceof ObjectValue object) {
        var parts = new LinkedHashMap<String, String>();
        object
            .getObjectFields()
            .forEach(field -> {
              if (field.getValue() instanceof StringValue string) {
                parts.put(field.getName(), string.getValue());
              }
            });
        var name = parts.get("name");
        if (name != null) {
          imports.add(new Link.Import(name, parts.get("as")));
        }
      }
    }
    return imports;
  }

  private static void refuseUnknownPurposes(List<Link> links) {
    for (var link : links) {
      if (link.purpose() != null && !SpecNames.isKnown(link.url())) {
        throw new InvalidSupergraph(
            "The supergraph needs %s for %s, which this gateway does not know."
                .formatted(link.url(), link.purpose()));
      }
    }
  }

  private List<Subgraph> subgraphs() {
    var graphs =
        document.getDefinitionsOfType(EnumTypeDefinition.class).stream()
            .filter(definition -> definition.getName().equals("join__Graph"))
            .findFirst()
            .orElseThrow(() -> notOne("no enum join__Graph"));
    var subgraphs = new ArrayList<Subgraph>();
    for (var value : graphs.getEnumValueDefinitions()) {
      var join =
          value.getDirectives("join__graph").stream()
              .map(AppliedDirective::of)
              .findFirst()
              .orElseThrow(() -> notOne(value.getName() + " has no @join__graph"));
      subgraphs.add(
          new Subgraph(
              value.getName(),
              join.string("name").orElse(value.getName()),
              join.string("url").orElse("")));
    }
    return subgraphs;
  }

  private static boolean isPlumbing(String typeName) {
    return typeName.startsWith("join__")
        || typeName.startsWith("link__")
        || typeName.startsWith("core__");
  }

  /// Specs bring scalars such as `requiresScopes__Scope`, which belong to no subgraph.
  private static boolean isOfSpec(TypeDefinition<?> definition) {
    return definition.getName().indexOf("__") > 0 && !definition.hasDirective("join__type");
  }

  private static Roots roots(SchemaDefinition schema) {
    var byKind = new LinkedHashMap<String, String>();
    schema
        .getOperationTypeDefinitions()
        .forEach(root -> byKind.put(root.getName(), root.getTypeName().getName()));
    var query = byKind.get("query");
    if (query == null) {
      throw notOne("the schema has no query root");
    }
    return new Roots(query, byKind.get("mutation"), byKind.get("subscription"));
  }

  private Map<String, DirectiveDefinition> directiveDefinitions() {
    var definitions = new LinkedHashMap<String, DirectiveDefinition>();
    for (var definition :
        document.getDefinitionsOfType(graphql.language.DirectiveDefinition.class)) {
      var name = names.standard(definition.getName());
      var spec = SpecDefinitions.of(name);
      if (spec.isPresent()) {
        definitions.put(name, spec.get().definition());
      } else if (!isPlumbing(name) && !PLUMBING_DIRECTIVES.contains(name)) {
        definitions.put(
            name,
            new DirectiveDefinition(
                name,
                text(definition.getDescription()),
                arguments(definition.getInputValueDefinitions()),
                definition.isRepeatable(),
                definition.getDirectiveLocations().stream().map(l -> l.getName()).toList()));
      }
    }
    return definitions;
  }

  private SupergraphType type(TypeDefinition<?> definition) {
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
      default -> throw notOne("unexpected definition of " + name);
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
      throw notOne(definition.getName() + " has no @join__type");
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
      throw notOne("a context argument has no " + name);
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
              ? subgraphs
              : joins.stream()
                  .filter(join -> join.string("member").filter(member::equals).isPresent())
                  .map(join -> subgraph(join, union.getName()))
                  .toList());
    }
    return members;
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

  private Map<String, InputValue> arguments(List<InputValueDefinition> definitions) {
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
      throw notOne("@" + join.name() + " on " + where + " names no subgraph of join__Graph");
    }
    return name;
  }

  private static List<AppliedDirective> joinDirectives(List<Directive> directives, String name) {
    return directives.stream()
        .filter(directive -> directive.getName().equals(name))
        .map(AppliedDirective::of)
        .toList();
  }

  /// `@join__directive` stays: it carries what a spec unknown to the composer put in a subgraph.
  private List<AppliedDirective> applied(List<Directive> directives) {
    Predicate<String> plumbing =
        name ->
            PLUMBING_DIRECTIVES.contains(name)
                || (isPlumbing(name) && !name.equals("join__directive"));
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

  private static @Nullable String text(@Nullable Description description) {
    return description == null ? null : description.getContent();
  }
}
