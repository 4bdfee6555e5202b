package dev.orrery.gateway.server.node;

import graphql.language.Definition;
import graphql.language.Directive;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The subgraph behind `node(id:)` and `nodes(ids:)`. It owns nothing: it knows from an id's prefix
/// which type it names, and answers a stub that the other subgraphs complete.
///
/// ```graphql
/// type Instance @prefix(value: "inst") @key(fields: "id") { id: ID! … }     in some subgraph gives
/// type Instance implements Node @key(fields: "id", resolvable: false) { id: ID! }     here
/// ```
public final class NodeSubgraph {
  /// The subgraph's name in the supergraph.
  public static final String NAME = "node";

  /// Stands where other subgraphs have an address: this one is part of the gateway.
  public static final String URL = "orrery:node";

  private NodeSubgraph() {}

  /// The SDL, made from the types that carry `@prefix` in any of these SDLs: those of subgraphs, or
  /// a supergraph's.
  ///
  /// @return nothing when no type does
  /// @throws IllegalArgumentException when two types claim one prefix
  public static Optional<String> sdl(Collection<String> sdls) {
    SortedMap<String, String> types = new TreeMap<>();
    Map<String, String> prefixes = new TreeMap<>();
    for (String sdl : sdls) {
      collect(sdl, types, prefixes);
    }
    return types.isEmpty() ? Optional.empty() : Optional.of(text(types));
  }

  private static void collect(String sdl, Map<String, String> types, Map<String, String> prefixes) {
    var environment =
        ParserEnvironment.newParserEnvironment()
            .document(sdl)
            .parserOptions(ParserOptions.getDefaultSdlParserOptions())
            .build();
    for (Definition<?> definition : Parser.parse(environment).getDefinitions()) {
      if (definition instanceof ObjectTypeDefinition type) {
        for (Directive directive : type.getDirectives("prefix")) {
          if (directive.getArgument("value").getValue() instanceof StringValue value) {
            String prefix = value.getValue();
            String other = prefixes.putIfAbsent(prefix, type.getName());
            if (other != null && !other.equals(type.getName())) {
              throw new IllegalArgumentException(
                  "%s and %s both claim the prefix %s".formatted(other, type.getName(), prefix));
            }
            types.put(type.getName(), prefix);
          }
        }
      }
    }
  }

  private static String text(SortedMap<String, String> types) {
    StringBuilder sdl =
        new StringBuilder(
            """
            extend schema
              @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])

            type Query {
              "Any resource by its id; null when there is none that you may see."
              node("The resource's id." id: ID!): Node

              "Resources by their ids, in the order of the ids; null for each that is not there for you."
              nodes("The resources' ids, at most 200." ids: [ID!]!): [Node]!
            }

            "Anything that has an id of its own."
            interface Node {
              "Unique in the whole graph, sortable by time of creation."
              id: ID!
            }
            """);
    types.forEach((type, _) ->
        sdl.append(
            """

            type %s implements Node @key(fields: "id", resolvable: false) {
              id: ID!
            }
            """
                .formatted(type)));
    return sdl.toString();
  }
}
