package dev.orrery.gateway.composition.supergraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.TypeRef;
import org.junit.jupiter.api.Test;

class SupergraphTest {
  private static final String SDL =
      """
      schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
        @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)
        @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "loggedIn", for: SECURITY)
      {
        query: Query
      }

      directive @join__enumValue(graph: join__Graph!) repeatable on ENUM_VALUE
      directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
      directive @join__graph(name: String!, url: String!) on ENUM_VALUE
      directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
      directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
      directive @join__unionMember(graph: join__Graph!, member: String!) repeatable on UNION
      directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
      directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE
      directive @loggedIn on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
      scalar join__FieldSet
      scalar link__Import
      enum link__Purpose { SECURITY EXECUTION }

      enum join__Graph {
        USERS @join__graph(name: "users", url: "http://127.0.0.1/users")
        REVIEWS_API @join__graph(name: "reviews-api", url: "http://127.0.0.1/reviews")
      }

      type Query @join__type(graph: USERS) @join__type(graph: REVIEWS_API) {
        me: User @join__field(graph: USERS)
        search(text: String! = "all", kind: Kind): [Found!] @join__field(graph: REVIEWS_API)
      }

      interface Named @join__type(graph: USERS) { name: String }

      "Someone with an account.\\n  And more."
      type User implements Named
        @join__implements(graph: USERS, interface: "Named")
        @join__type(graph: USERS, key: "id")
        @join__type(graph: REVIEWS_API, key: "id", extension: true)
        @join__type(graph: REVIEWS_API, key: "org { id }", resolvable: false)
      {
        id: ID!
        org: Org! @join__field(graph: REVIEWS_API)
        name: String @join__field(graph: USERS, type: "String!") @join__field(graph: REVIEWS_API, external: true)
        karma: Int @join__field(graph: REVIEWS_API, requires: "name") @loggedIn
        secret: String @join__field(graph: USERS) @inaccessible
      }

      type Org @join__type(graph: REVIEWS_API) { id: ID! }
      type Review @join__type(graph: REVIEWS_API) { body: String @deprecated(reason: "use text") hidden: Hidden }
      type Hidden @join__type(graph: REVIEWS_API) @inaccessible { id: ID }

      union Found @join__type(graph: REVIEWS_API) @join__type(graph: USERS)
        @join__unionMember(graph: REVIEWS_API, member: "Review")
        @join__unionMember(graph: REVIEWS_API, member: "User")
        @join__unionMember(graph: USERS, member: "User") = Review | User

      enum Kind @join__type(graph: REVIEWS_API) {
        GOOD @join__enumValue(graph: REVIEWS_API)
        BAD @join__enumValue(graph: REVIEWS_API) @inaccessible
      }
      """;

  private final Supergraph supergraph = Supergraph.read(SDL);

  @Test
  void readsBackWhatItPrints() {
    assertThat(Supergraph.read(supergraph.toSdl())).isEqualTo(supergraph);
  }

  @Test
  void refersToSubgraphsByName() {
    assertThat(supergraph.subgraphs())
        .containsExactly(
            new Subgraph("USERS", "users", "http://127.0.0.1/users"),
            new Subgraph("REVIEWS_API", "reviews-api", "http://127.0.0.1/reviews"));
    assertThat(supergraph.composite("User").subgraphs()).containsExactly("users", "reviews-api");
  }

  @Test
  void spellsOutFieldsThatCarryNoJoin() {
    assertThat(supergraph.composite("User").fields().get("id").joins())
        .containsExactly(
            JoinField.in("users", TypeRef.parse("ID!")),
            JoinField.in("reviews-api", TypeRef.parse("ID!")));
  }

  @Test
  void keepsTheTypeThatAFieldHasInEachSubgraph() {
    var name = supergraph.composite("User").fields().get("name");
    assertThat(name.type()).hasToString("String");
    assertThat(name.in("users").orElseThrow().type()).hasToString("String!");
    assertThat(name.in("reviews-api").orElseThrow().resolvedHere()).isFalse();
  }

  @Test
  void offersOnlyResolvableKeysAsEntrances() {
    assertThat(supergraph.composite("User").resolvableKeys("reviews-api"))
        .extracting(JoinType::key)
        .containsExactly(FieldSet.parse("id"));
  }

  @Test
  void narrowsUnionMembersPerSubgraph() {
    assertThat(supergraph.possibleTypes("Found")).containsExactly("Review", "User");
    assertThat(supergraph.possibleTypesIn("Found", "users")).containsExactly("User");
  }

  @Test
  void knowsStandardDirectivesByTheirStandardNames() {
    assertThat(supergraph.composite("User").fields().get("karma").directives())
        .hasToString("[@authenticated]");
    assertThat(supergraph.links()).extracting(Link::as).containsOnlyNulls();
  }

  @Test
  void hidesWhatIsInaccessibleFromTheApi() {
    var api = supergraph.apiSchema();
    assertThat(api.getObjectType("User").getFieldDefinitions())
        .extracting("name")
        .containsExactlyInAnyOrder("id", "org", "name", "karma");
    assertThat(api.getType("Hidden")).isNull();
    assertThat(api.getObjectType("Review").getFieldDefinition("hidden")).isNull();
    assertThat(supergraph.apiSdl()).doesNotContain("join__", "link", "loggedIn", "BAD");
  }

  @Test
  void refusesAPlainSchema() {
    assertThatThrownBy(() -> Supergraph.read("type Query { a: Int }"))
        .isInstanceOf(InvalidSupergraph.class)
        .hasMessageContaining("no schema");
  }

  @Test
  void refusesALinkWithAPurposeItDoesNotKnow() {
    var sdl = SDL.replace("specs.apollo.dev/inaccessible/v0.2", "example.org/vault/v1.0");
    assertThatThrownBy(() -> Supergraph.read(sdl))
        .isInstanceOf(InvalidSupergraph.class)
        .hasMessageContaining("https://example.org/vault/v1.0");
  }
}
