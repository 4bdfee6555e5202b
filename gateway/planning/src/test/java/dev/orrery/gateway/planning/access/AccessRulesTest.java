package dev.orrery.gateway.planning.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.planning.PlanCache;
import dev.orrery.gateway.planning.PlanResult;
import dev.orrery.gateway.planning.PlanningOptions;
import dev.orrery.gateway.planning.QueryPlanner;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Supergraphs of other composers, which may hold what ours refuses.
class AccessRulesTest {
  private static final String HEAD =
      """
      schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
        @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
        @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
      { query: Query }
      directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
      directive @join__graph(name: String!, url: String!) on ENUM_VALUE
      directive @join__type(graph: join__Graph!, key: join__FieldSet, extension: Boolean! = false, resolvable: Boolean! = true, isInterfaceObject: Boolean! = false) repeatable on OBJECT | INTERFACE | UNION | ENUM | INPUT_OBJECT | SCALAR
      directive @join__field(graph: join__Graph, requires: join__FieldSet, provides: join__FieldSet, type: String, external: Boolean, override: String, usedOverridden: Boolean) repeatable on FIELD_DEFINITION | INPUT_FIELD_DEFINITION
      directive @join__implements(graph: join__Graph!, interface: String!) repeatable on OBJECT | INTERFACE
      directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
      directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
      scalar join__FieldSet
      scalar link__Import
      scalar requiresScopes__Scope
      enum link__Purpose { SECURITY EXECUTION }
      enum join__Graph { A @join__graph(name: "a", url: "http://a") B @join__graph(name: "b", url: "http://b") }
      """;

  private static QueryPlanner planner(String types) {
    return QueryPlanner.forSupergraph(Supergraph.read(HEAD + types));
  }

  private static String plan(QueryPlanner planner, String query, Viewer viewer) {
    var options = new PlanningOptions(Set.of(), planner.access().unmetBy(viewer));
    var limits = QueryPlanner.Limits.DEFAULT;
    return switch (planner.plan(query, null, options, limits)) {
      case PlanResult.Planned(var plan) -> plan.toString();
      case PlanResult.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  private static Viewer scopes(String... scopes) {
    return new Viewer(true, Set.of(scopes), Set.of());
  }

  @Test
  void guardsAFieldByWhatItRequires() {
    var planner =
        planner(
            """
            type Query @join__type(graph: A) { me: User @join__field(graph: A) }
            type User @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
              id: ID!
              email: String @join__field(graph: A) @join__field(graph: B, external: true) @requiresScopes(scopes: [["read:email"]])
              greeting: String @join__field(graph: B, requires: "email")
              nick: String @join__field(graph: B)
            }
            """);
    assertThat(plan(planner, "{ me { nick greeting } }", Viewer.ANONYMOUS))
        .doesNotContain("email")
        .doesNotContain("greeting")
        .contains("nick");
    assertThat(plan(planner, "{ me { nick greeting } }", scopes("read:email")))
        .contains("email", "greeting", "nick");
  }

  @Test
  void asksOfAnObjectWhatItsInterfaceAsksFor() {
    var planner =
        planner(
            """
            type Query @join__type(graph: A) { account: Account own: Owned open: Int }
            interface Owned @join__type(graph: A) @requiresScopes(scopes: [["own"]]) { owner: String name: String }
            type Account implements Owned @join__type(graph: A) @join__implements(graph: A, interface: "Owned") { owner: String name: String }
            """);
    assertThat(plan(planner, "{ open account { owner } own { name } }", scopes("other")))
        .doesNotContain("owner")
        .doesNotContain("name");
    assertThat(plan(planner, "{ account { owner } own { name } }", scopes("own")))
        .contains("owner", "name");
  }

  @Test
  void judgesEachObjectByItselfWhereAnInterfaceOnlyRepeatsItsImplementations() {
    var planner =
        planner(
            """
            type Query @join__type(graph: A) { posts: [Post] }
            interface Post @join__type(graph: A) { title: String @authenticated }
            type Open implements Post @join__type(graph: A) @join__implements(graph: A, interface: "Post") { title: String }
            type Draft implements Post @join__type(graph: A) @join__implements(graph: A, interface: "Post") { title: String @authenticated }
            """);
    assertThat(plan(planner, "{ posts { title } }", Viewer.ANONYMOUS))
        .contains("... on Open")
        .doesNotContain("... on Draft");
  }

  @Test
  void keepsOnePlanForViewersWhomTheOperationTreatsAlike() {
    var planner =
        planner(
            """
            type Query @join__type(graph: A) { me: User other: Int @authenticated }
            type User @join__type(graph: A) {
              name: String
              email: String @requiresScopes(scopes: [["read:email"]])
            }
            """);
    var cache = new PlanCache(10, QueryPlanner.Limits.DEFAULT);
    for (var viewer : new Viewer[] {Viewer.ANONYMOUS, scopes(), scopes("a"), scopes("b")}) {
      var options = new PlanningOptions(Set.of(), planner.access().unmetBy(viewer));
      cache.plan(planner, "{ me { name } }", null, options);
      cache.plan(planner, "{ me { name email } }", null, options);
    }
    assertThat(cache.size()).isEqualTo(2);
    var granted = new PlanningOptions(Set.of(), planner.access().unmetBy(scopes("read:email")));
    cache.plan(planner, "{ me { name email } }", null, granted);
    assertThat(cache.size()).isEqualTo(3);
  }
}
