package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.SdlParser;
import graphql.language.Directive;
import graphql.language.DirectiveDefinition;
import graphql.language.DirectiveLocation;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.ScalarTypeDefinition;
import graphql.language.SchemaDefinition;
import graphql.language.TypeDefinition;
import graphql.parser.InvalidSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// First stage: SDL of a subgraph to its normalised schema.
public final class SubgraphReader {
  private static final Set<String> PLUMBING_TYPES =
      Set.of("_Any", "_Entity", "_Service", "_FieldSet");

  private final String name;
  private final String url;
  private final Places places;
  private final Findings findings;

  private SubgraphReader(String name, String url, Places places, Findings findings) {
    this.name = name;
    this.url = url;
    this.places = places;
    this.findings = findings;
  }

  /// The schema, or nothing when `findings` says why not.
  public static Optional<SubgraphSchema> read(
      String name, String url, String sdl, Findings findings) {
    Document document;
    try {
      document = SdlParser.parse(sdl, name);
    } catch (InvalidSyntaxException e) {
      var location = e.getLocation();
      findings.error(
          ErrorCode.INVALID_GRAPHQL,
          "[%s] %s".formatted(name, e.getMessage()),
          name,
          List.of(
              location == null
                  ? Place.in(name)
                  : new Place(name, location.getLine(), location.getColumn())));
      return Optional.empty();
    }
    return Optional.of(
        new SubgraphReader(name, url, new Places(name, sdl), findings).read(document));
  }

  private SubgraphSchema read(Document document) {
    var links = new LinkReader(name, places, findings).read(document);
    var minor =
        links.stream()
            .filter(link -> link.isFederation() && link.major() == 2)
            .mapToInt(LinkedSpec::minor)
            .findFirst()
            .orElse(-1);
    var names = new DirectiveNames(links, minor);
    var reader = new TypeReader(name, places, names, findings);
    var types = types(document, reader, links);
    types = new RootNames(name, places, findings).standardise(document, types);
    var onSchema = new ArrayList<Directive>();
    String description = null;
    for (var schema : document.getDefinitionsOfType(SchemaDefinition.class)) {
      schema.getDirectives().stream()
          .filter(directive -> !directive.getName().equals("link"))
          .forEach(onSchema::add);
      if (schema.getDescription() != null) {
        description = schema.getDescription().getContent();
      }
    }
    var schema =
        new SubgraphSchema(
            name,
            url,
            minor,
            links,
            withoutServiceFields(types),
            directives(document, reader),
            reader.directives(onSchema),
            description);
    return FieldFacts.settle(schema.isVersion1() ? Version1Upgrade.upgrade(schema) : schema);
  }

  private Map<String, SubgraphType> types(
      Document document, TypeReader reader, List<LinkedSpec> links) {
    var blocks = new LinkedHashMap<String, List<TypeDefinition<?>>>();
    for (var definition : document.getDefinitionsOfType(TypeDefinition.class)) {
      if (isPlumbing(definition.getName(), links) || isOldFieldSet(definition)) {
        checkPlumbing(definition);
      } else {
        blocks.computeIfAbsent(definition.getName(), _ -> new ArrayList<>()).add(definition);
      }
    }
    var types = new LinkedHashMap<String, SubgraphType>();
    blocks.forEach((type, parts) -> types.put(type, reader.read(parts)));
    return types;
  }

  /// A subgraph may spell out the scalar that field sets are, and nothing else by its name.
  private void checkPlumbing(TypeDefinition<?> definition) {
    if (definition.getName().endsWith("FieldSet")
        && !(definition instanceof ScalarTypeDefinition)) {
      findings.error(
          ErrorCode.TYPE_DEFINITION_INVALID,
          "[%s] Invalid definition for type %s: it should be a scalar"
              .formatted(name, definition.getName()),
          definition.getName(),
          List.of(places.of((Node<?>) definition)));
    }
  }

  /// Subgraph libraries print the scalar by its short name without importing it.
  private static boolean isOldFieldSet(TypeDefinition<?> definition) {
    return definition.getName().equals("FieldSet") && definition instanceof ScalarTypeDefinition;
  }

  private static boolean isPlumbing(String type, List<LinkedSpec> links) {
    if (PLUMBING_TYPES.contains(type)
        || type.startsWith("link__")
        || type.startsWith("federation__")) {
      return true;
    }
    return links.stream()
        .filter(LinkedSpec::isApollo)
        .anyMatch(link ->
            type.startsWith(link.namespace() + "__")
                || link.imports().entrySet().stream()
                    .anyMatch(e -> !e.getKey().startsWith("@") && e.getValue().equals(type)));
  }

  /// `_service` and `_entities` are how the gateway talks to the subgraph, not part of the graph.
  private static Map<String, SubgraphType> withoutServiceFields(Map<String, SubgraphType> types) {
    var query = types.get("Query");
    if (query == null) {
      return types;
    }
    var fields = new LinkedHashMap<>(query.fields());
    fields.keySet().removeAll(Set.of("_service", "_entities"));
    var cleaned = new LinkedHashMap<>(types);
    if (fields.isEmpty()) {
      cleaned.remove("Query");
    } else {
      cleaned.put("Query", query.withFields(fields));
    }
    return cleaned;
  }

  private Map<String, DirectiveDeclaration> directives(Document document, TypeReader reader) {
    var declarations = new LinkedHashMap<String, DirectiveDeclaration>();
    for (var definition : document.getDefinitionsOfType(DirectiveDefinition.class)) {
      var declaration =
          new DirectiveDeclaration(
              definition.getName(),
              definition.getDescription() == null ? null : definition.getDescription().getContent(),
              reader.inputs(definition.getInputValueDefinitions(), "@" + definition.getName()),
              definition.isRepeatable(),
              definition.getDirectiveLocations().stream().map(DirectiveLocation::getName).toList(),
              places.of(definition));
      if (declarations.put(declaration.name(), declaration) != null) {
        findings.error(
            ErrorCode.INVALID_GRAPHQL,
            "[%s] There can be only one directive named \"@%s\""
                .formatted(name, declaration.name()),
            "@" + declaration.name(),
            List.of(declaration.place()));
      }
    }
    return declarations;
  }
}
