package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.sdl.TypeRef;
import graphql.language.Document;
import graphql.language.SchemaDefinition;
import graphql.language.SchemaExtensionDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives the root types their standard names, so that they merge across subgraphs.
final class RootNames {
  static final Map<String, String> STANDARD =
      Map.of("query", "Query", "mutation", "Mutation", "subscription", "Subscription");

  private static final Map<String, ErrorCode> TAKEN =
      Map.of(
          "query", ErrorCode.ROOT_QUERY_USED,
          "mutation", ErrorCode.ROOT_MUTATION_USED,
          "subscription", ErrorCode.ROOT_SUBSCRIPTION_USED);

  private final String subgraph;
  private final Places places;
  private final Findings findings;

  RootNames(String subgraph, Places places, Findings findings) {
    this.subgraph = subgraph;
    this.places = places;
    this.findings = findings;
  }

  Map<String, SubgraphType> standardise(Document document, Map<String, SubgraphType> types) {
    var declared = new HashMap<String, String>();
    var defined = new ArrayList<SchemaDefinition>();
    for (var schema : document.getDefinitionsOfType(SchemaDefinition.class)) {
      if (!(schema instanceof SchemaExtensionDefinition)) {
        defined.add(schema);
      }
      schema
          .getOperationTypeDefinitions()
          .forEach(root -> declared.put(root.getName(), root.getTypeName().getName()));
    }
    if (defined.size() > 1) {
      findings.error(
          ErrorCode.INVALID_GRAPHQL,
          "[%s] Must provide only one schema definition".formatted(subgraph),
          "schema",
          List.of(places.of(defined.getLast())));
    }
    var namesAll = defined.stream().anyMatch(s -> !s.getOperationTypeDefinitions().isEmpty());
    var renames = new HashMap<String, String>();
    STANDARD.forEach((operation, standard) -> {
      var local = declared.get(operation);
      if (local != null && !types.containsKey(local)) {
        findings.error(
            ErrorCode.INVALID_GRAPHQL,
            "[%s] The %s root type \"%s\" is not defined".formatted(subgraph, operation, local),
            "schema",
            List.of(Findings.Place.in(subgraph)));
      } else if (local != null && !local.equals(standard)) {
        renames.put(local, standard);
      }
      var squatter = types.get(standard);
      var isRoot = local == null ? !namesAll : local.equals(standard);
      if (squatter != null && !isRoot) {
        findings.error(
            TAKEN.get(operation) == null ? ErrorCode.INVALID_GRAPHQL : TAKEN.get(operation),
            "[%s] The schema has a type named \"%s\" but it is not set as the %s root type%s. "
                    .formatted(
                        subgraph,
                        standard,
                        operation,
                        local == null ? "" : " (\"" + local + "\" is instead)")
                + "Federation reserves the default root names for the root types.",
            standard,
            List.of(squatter.place()));
      }
    });
    return renames.isEmpty() || findings.failed() ? types : rename(types, renames);
  }

  private static Map<String, SubgraphType> rename(
      Map<String, SubgraphType> types, Map<String, String> renames) {
    var renamed = new LinkedHashMap<String, SubgraphType>();
    for (var type : types.values()) {
      var name = renames.getOrDefault(type.name(), type.name());
      var fields = new LinkedHashMap<String, SubgraphField>();
      type.fields()
          .forEach((fieldName, field) ->
              fields.put(
                  fieldName,
                  new SubgraphField(
                      fieldName,
                      field.description(),
                      rename(field.type(), renames),
                      field.arguments(),
                      field.directives(),
                      field.place(),
                      field.facts())));
      renamed.put(
          name,
          new SubgraphType(
              type.kind(),
              name,
              type.description(),
              type.directives(),
              type.interfaces(),
              fields,
              type.members().stream().map(m -> renames.getOrDefault(m, m)).toList(),
              type.values(),
              type.inputs(),
              type.extension(),
              type.place()));
    }
    return renamed;
  }

  private static TypeRef rename(TypeRef type, Map<String, String> renames) {
    var name = renames.get(type.baseName());
    return name == null ? type : type.withBaseName(name);
  }
}
