package dev.orrery.gateway.composition.supergraph;

import java.util.List;

/// The definitions of `link` v1.0 and `join` v0.5 that every supergraph begins with.
final class JoinSpec {
  static final String LINK_URL = "https://specs.apollo.dev/link/v1.0";
  static final String JOIN_URL = "https://specs.apollo.dev/join/v0.5";

  static final List<String> READABLE = List.of("v0.2", "v0.3", "v0.4", "v0.5");

  static final String DEFINITIONS =
      """
      directive @join__directive(graphs: [join__Graph!], name: String!, args: join__DirectiveArguments) repeatable on SCHEMA | OBJECT | INTERFACE | FIELD_DEFINITION

      directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE

      directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean, overrideLabel: String, contextArguments: [join__ContextArgument!]) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION

      directive @join__graph(name: String!, url: String!) on ENUM_VALUE

      directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE

      directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR

      directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION

      directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA

      input join__ContextArgument {
        name: String!
        type: String!
        context: String!
        selection: join__FieldValue!
      }

      scalar join__DirectiveArguments

      scalar join__FieldSet

      scalar join__FieldValue

      scalar link__Import

      enum link__Purpose {
        \"""
        `SECURITY` features provide metadata necessary to securely resolve fields.
        \"""
        SECURITY

        \"""
        `EXECUTION` features provide metadata necessary for operation execution.
        \"""
        EXECUTION
      }

      """;

  private JoinSpec() {}
}
