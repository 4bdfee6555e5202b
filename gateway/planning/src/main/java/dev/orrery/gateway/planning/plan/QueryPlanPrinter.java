package dev.orrery.gateway.planning.plan;

import java.util.List;
import java.util.stream.Collectors;

/// Prints a plan as a tree for people, close to the notation that Apollo's tools use.
public final class QueryPlanPrinter {
  private final StringBuilder out = new StringBuilder();

  private QueryPlanPrinter() {}

  public static String print(QueryPlan plan) {
    var printer = new QueryPlanPrinter();
    if (plan.root() == null) {
      return "QueryPlan {}";
    }
    printer.line(0, "QueryPlan {");
    printer.node(plan.root(), 1);
    printer.out.append("}");
    return printer.out.toString();
  }

  private void node(PlanNode node, int depth) {
    switch (node) {
      case PlanNode.Sequence(var steps) -> block("Sequence", steps, depth);
      case PlanNode.Parallel(var steps) -> block("Parallel", steps, depth);
      case PlanNode.Conditional(var condition, var inner) ->
          block("Include(if: " + condition + ")", List.of(inner), depth);
      case PlanNode.Subscription(var event, var rest) -> {
        line(depth, "Subscription {");
        block("Event", List.of(event), depth + 1);
        if (rest != null) {
          block("Rest", List.of(rest), depth + 1);
        }
        line(depth, "},");
      }
      case PlanNode.RootFetch fetch -> {
        var where =
            fetch.at().equals(List.of(FetchPath.ROOT)) ? "" : ", path: " + paths(fetch.at());
        line(
            depth,
            "Fetch(%d, service: \"%s\"%s%s) {"
                .formatted(fetch.id(), fetch.subgraph(), where, after(fetch.after())));
        document(fetch.document(), depth + 1);
        line(depth, "},");
      }
      case PlanNode.EntityFetch fetch -> {
        line(
            depth,
            "EntityFetch(%d, service: \"%s\"%s) {"
                .formatted(fetch.id(), fetch.subgraph(), after(fetch.after())));
        for (var group : fetch.groups()) {
          line(
              depth + 1,
              "%s <- %s ($%s) {"
                  .formatted(group.alias(), paths(group.paths()), group.representationsVariable()));
          representation(group.requires(), depth + 2);
          line(depth + 1, "}");
        }
        line(depth + 1, "=>");
        document(fetch.document(), depth + 1);
        line(depth, "},");
      }
      case PlanNode.Introspection(_, var document, _) -> {
        line(depth, "Introspection {");
        document(document, depth + 1);
        line(depth, "},");
      }
    }
  }

  private void block(String name, List<PlanNode> steps, int depth) {
    line(depth, name + " {");
    steps.forEach(step -> node(step, depth + 1));
    line(depth, "},");
  }

  private void representation(RepresentationObject object, int depth) {
    for (var shape : object.shapes()) {
      line(
          depth,
          (shape.onTypes().isEmpty() ? "..." : "... on " + String.join(" | ", shape.onTypes()))
              + " {");
      switch (shape.typename()) {
        case RepresentationShape.Typename.OfTheObject() -> line(depth + 1, "__typename");
        case RepresentationShape.Typename.Constant(var name) ->
            line(depth + 1, "__typename = \"" + name + "\"");
        case RepresentationShape.Typename.Omitted() -> {}
      }
      for (var field : shape.fields()) {
        var text =
            field.name().equals(field.dataKey())
                ? field.name()
                : field.name() + " = " + field.dataKey();
        if (field.object() == null) {
          line(depth + 1, text);
        } else {
          line(depth + 1, text + " {");
          representation(field.object(), depth + 2);
          line(depth + 1, "}");
        }
      }
      line(depth, "}");
    }
  }

  private void document(String document, int depth) {
    out.append(DocumentLayout.of(document, "  ".repeat(depth))).append('\n');
  }

  private static String after(List<Integer> ids) {
    return ids.isEmpty()
        ? ""
        : ", after: " + ids.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static String paths(List<FetchPath> paths) {
    return paths.stream().map(QueryPlanPrinter::path).collect(Collectors.joining(", "));
  }

  private static String path(FetchPath path) {
    var text = new StringBuilder("\"").append(path.text()).append('"');
    if (!path.condition().isAlways()) {
      text.append(" if ").append(path.condition());
    }
    for (var value : path.context()) {
      text.append(" with $").append(value.variable()).append(" = ");
      text.append(
          value.selections().stream()
              .map(selection ->
                  (selection.onTypes().isEmpty() ? "" : selection.onTypes().toString())
                      + selection.steps().stream()
                          .map(PathElement::text)
                          .collect(Collectors.joining(".")))
              .collect(Collectors.joining(" | ", "up to " + value.ancestorDepth() + ": ", "")));
    }
    return text.toString();
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
