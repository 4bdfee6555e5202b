package dev.orrery.gateway.planning.random;

import java.util.Set;

/// Fields whose arguments come from objects around them.
final class Contexts {
  private Contexts() {}

  static void make(Plot plot) {
    var draft = plot.draft;
    var s = plot.anySubgraph();
    var two = plot.chance.oneIn(2);
    var near = !two && plot.chance.oneIn(2);
    setter(s, "X0", !near, plot);
    draft.field(s, "Query", plot.fresh("q"), ": " + Values.wrapped("X0", plot));
    if (two) {
      setter(s, "X1", true, plot);
      draft.field(s, "Query", plot.fresh("q"), ": " + Values.wrapped("X1", plot));
    }
    var selection =
        two
            ? "$ctx ... on X0 { localX0 } ... on X1 { localX1 }"
            : near ? "$ctx { near { value } }" : "$ctx { localX0 }";
    draft.directive(s, "C", "@key(fields: \"id\")");
    draft.field(s, "C", "id", ": ID!");
    draft.field(
        s, "C", "told", "(by: String @fromContext(field: \"" + selection + "\"), n: Int): String");
    draft.field(s, "C", "plain", ": Int");
    var other = plot.anySubgraph();
    if (other != s) {
      draft.directive(other, "C", "@key(fields: \"id\")");
      draft.field(other, "C", "id", ": ID!");
      draft.field(other, "C", "elsewhere", ": String");
    }
  }

  private static void setter(int s, String type, boolean isTold, Plot plot) {
    var draft = plot.draft;
    draft.directive(s, type, "@key(fields: \"id\")");
    draft.directive(s, type, "@context(name: \"ctx\")");
    draft.field(s, type, "id", ": ID!");
    draft.field(s, type, "child", ": " + Values.wrapped("C", plot));
    draft.field(s, type, "between", ": [M]");
    draft.field(s, "M", "child", ": C");
    draft.field(s, type, "near", ": W");
    draft.field(s, "W", "value", ": String");
    var owner = plot.anySubgraph();
    if (owner == s || !isTold) {
      draft.field(s, type, "local" + type, ": String");
    } else {
      draft.field(s, type, "local" + type, ": String", "@external");
      draft.directive(owner, type, "@key(fields: \"id\")");
      draft.field(owner, type, "id", ": ID!");
      plot.declare(type, "local" + type, "", "String", Set.of(owner));
    }
  }
}
