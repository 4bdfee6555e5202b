package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.SdlParser;
import graphql.language.ArrayValue;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.EnumTypeDefinition;
import graphql.language.ObjectValue;
import graphql.language.SchemaDefinition;
import graphql.language.StringValue;
import graphql.language.TypeDefinition;
import graphql.language.Value;
import graphql.parser.InvalidSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads one supergraph SDL into the model.
final class SupergraphReader {

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
    refuseUnknownJoins(allLinks);
    var links = allLinks.stream().filter(link -> !SpecNames.isPlumbing(link.url())).toList();
    refuseUnknownPurposes(links);
    names = new SpecNames(links);
    var subgraphs = subgraphs();
    subgraphs.forEach(subgraph -> subgraphByGraph.put(subgraph.graph(), subgraph.name()));
    var reader = new SupergraphTypeReader(subgraphByGraph, names, graphsByType());
    var types = new LinkedHashMap<String, SupergraphType>();
    for (var definition : document.getDefinitionsOfType(TypeDefinition.class)) {
      if (!isPlumbing(definition.getName()) && !isOfSpec(definition)) {
        types.put(definition.getName(), reader.type(definition));
      }
    }
    return new Supergraph(
        SupergraphTypeReader.text(schema.getDescription()),
        subgraphs,
        roots(schema),
        links.stream().map(SpecNames::standardised).toList(),
        directiveDefinitions(reader),
        types,
        reader.applied(schema.getDirectives()));
  }

  static InvalidSupergraph notOne(String why) {
    return new InvalidSupergraph(
        "This is not a supergraph: " + why + ". " + ErrorCode.INVALID_FEDERATION_SUPERGRAPH.help());
  }

  private List<Link> links(SchemaDefinition schema) {
    var links = new ArrayList<Link>();
    for (var directive : schema.getDirectives()) {
      if (SupergraphTypeReader.PLUMBING_DIRECTIVES.contains(directive.getName())) {
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

  /// What join v0.1 left out, the composer of federation 1 knew and nobody can infer: which
  /// subgraphs have a value type.
  private static void refuseUnknownJoins(List<Link> links) {
    for (var link : links) {
      if (!SpecNames.specOf(link.url()).equals("join")) {
        continue;
      }
      var version = link.url().replaceAll("/+$", "").replaceAll(".*/", "");
      if (version.equals("v0.1")) {
        throw notOne("it was composed by federation 1 (join v0.1), which says too little");
      }
      if (!JoinSpec.READABLE.contains(version)) {
        throw notOne(
            "it uses join %s, and this gateway reads %s"
                .formatted(version, String.join(", ", JoinSpec.READABLE)));
      }
    }
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

  /// The values of `join__Graph` for the subgraphs that have each type.
  private Map<String, Set<String>> graphsByType() {
    var graphs = new LinkedHashMap<String, Set<String>>();
    for (var definition : document.getDefinitionsOfType(TypeDefinition.class)) {
      var definedIn = graphs.computeIfAbsent(definition.getName(), _ -> new LinkedHashSet<>());
      SupergraphTypeReader.joinDirectives(definition, "join__type")
          .forEach(join -> {
            var graph = join.arguments().get("graph");
            if (graph != null) {
              definedIn.add(graph.text());
            }
          });
    }
    return graphs;
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

  static boolean isPlumbing(String typeName) {
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

  private Map<String, DirectiveDefinition> directiveDefinitions(SupergraphTypeReader reader) {
    var definitions = new LinkedHashMap<String, DirectiveDefinition>();
    for (var definition :
        document.getDefinitionsOfType(graphql.language.DirectiveDefinition.class)) {
      var name = names.standard(definition.getName());
      var spec = SpecDefinitions.of(name);
      if (spec.isPresent()) {
        definitions.put(name, spec.get().definition());
      } else if (!isPlumbing(name) && !SupergraphTypeReader.PLUMBING_DIRECTIVES.contains(name)) {
        definitions.put(
            name,
            new DirectiveDefinition(
                name,
                SupergraphTypeReader.text(definition.getDescription()),
                reader.arguments(definition.getInputValueDefinitions()),
                definition.isRepeatable(),
                definition.getDirectiveLocations().stream().map(l -> l.getName()).toList()));
      }
    }
    return definitions;
  }
}
