package dev.orrery.gateway.planning.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a plan as JSON, for tools.
public final class QueryPlanJson {
  private QueryPlanJson() {}

  public static String write(QueryPlan plan) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("kind", plan.kind().keyword());
    fields.put("operationName", plan.operationName());
    fields.put("operation", plan.operationText());
    fields.put("node", plan.root() == null ? null : node(plan.root()));
    fields.put("response", response(plan.response()));
    var out = new StringBuilder();
    json(out, fields);
    return out.toString();
  }

  private static Map<String, @Nullable Object> node(PlanNode node) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("kind", node.getClass().getSimpleName());
    switch (node) {
      case PlanNode.Sequence(var steps) -> fields.put("nodes", nodes(steps));
      case PlanNode.Parallel(var steps) -> fields.put("nodes", nodes(steps));
      case PlanNode.Conditional(var condition, var inner) -> {
        fields.put("condition", condition.toString());
        fields.put("node", node(inner));
      }
      case PlanNode.Subscription(var event, var rest) -> {
        fields.put("event", node(event));
        fields.put("rest", rest == null ? null : node(rest));
      }
      case PlanNode.RootFetch fetch -> {
        fields.put("id", fetch.id());
        fields.put("subgraph", fetch.subgraph());
        fields.put("operationKind", fetch.kind().keyword());
        fields.put("document", fetch.document());
        fields.put("variables", fetch.clientVariables());
        fields.put("at", paths(fetch.at()));
        fields.put("after", fetch.after());
      }
      case PlanNode.EntityFetch fetch -> {
        fields.put("id", fetch.id());
        fields.put("subgraph", fetch.subgraph());
        fields.put("document", fetch.document());
        fields.put("variables", fetch.clientVariables());
        fields.put("groups", fetch.groups().stream().map(QueryPlanJson::group).toList());
        fields.put("after", fetch.after());
      }
      case PlanNode.Introspection(var id, var document, var variables) -> {
        fields.put("id", id);
        fields.put("document", document);
        fields.put("variables", variables);
      }
    }
    return fields;
  }

  private static List<Object> nodes(List<PlanNode> nodes) {
    var all = new ArrayList<Object>();
    nodes.forEach(node -> all.add(node(node)));
    return all;
  }

  private static Map<String, @Nullable Object> group(EntityGroup group) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("alias", group.alias());
    fields.put("representations", group.representationsVariable());
    fields.put("paths", paths(group.paths()));
    fields.put("requires", shapes(group.requires()));
    return fields;
  }

  private static List<Object> paths(List<FetchPath> paths) {
    var all = new ArrayList<Object>();
    for (var path : paths) {
      var fields = new LinkedHashMap<String, @Nullable Object>();
      fields.put("path", path.text());
      if (!path.condition().isAlways()) {
        fields.put("condition", path.condition().toString());
      }
      if (!path.context().isEmpty()) {
        fields.put("context", path.context().stream().map(QueryPlanJson::context).toList());
      }
      all.add(fields);
    }
    return all;
  }

  private static Map<String, @Nullable Object> context(ContextValue value) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("variable", value.variable());
    fields.put("type", value.type());
    fields.put("ancestorDepth", value.ancestorDepth());
    fields.put(
        "selections",
        value.selections().stream()
            .map(selection ->
                Map.of(
                    "onTypes", selection.onTypes(),
                    "steps", selection.steps().stream().map(PathElement::text).toList()))
            .toList());
    return fields;
  }

  private static List<Object> shapes(RepresentationObject object) {
    var all = new ArrayList<Object>();
    for (var shape : object.shapes()) {
      var fields = new LinkedHashMap<String, @Nullable Object>();
      fields.put("onTypes", shape.onTypes());
      fields.put(
          "typename",
          switch (shape.typename()) {
            case RepresentationShape.Typename.OfTheObject() -> Map.of("from", "object");
            case RepresentationShape.Typename.Constant(var name) -> Map.of("constant", name);
            case RepresentationShape.Typename.Omitted() -> null;
          });
      fields.put("fields", shape.fields().stream().map(QueryPlanJson::representation).toList());
      all.add(fields);
    }
    return all;
  }

  private static Map<String, @Nullable Object> representation(RepresentationField field) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("name", field.name());
    fields.put("dataKey", field.dataKey());
    fields.put("nullStops", field.nullStops());
    fields.put("ofKey", field.ofKey());
    if (field.object() != null) {
      fields.put("object", shapes(field.object()));
    }
    return fields;
  }

  private static Map<String, @Nullable Object> response(ResponseObject object) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("type", object.type());
    fields.put("possibleTypes", object.possibleTypes());
    fields.put("fields", object.fields().stream().map(QueryPlanJson::field).toList());
    if (!object.deniedTypes().isEmpty()) {
      fields.put("deniedTypes", object.deniedTypes());
    }
    return fields;
  }

  private static Map<String, @Nullable Object> field(ResponseField field) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("responseKey", field.responseKey());
    fields.put("dataKey", field.dataKey());
    fields.put("fieldName", field.fieldName());
    fields.put("onTypes", field.onTypes());
    if (!field.condition().isAlways()) {
      fields.put("condition", field.condition().toString());
    }
    fields.put("type", field.type().text());
    if (field.isDenied()) {
      fields.put("denials", field.denials());
    }
    if (field.object() != null) {
      fields.put("object", response(field.object()));
    }
    return fields;
  }

  private static void json(StringBuilder out, @Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Map<?, ?> map -> {
        out.append('{');
        var first = true;
        for (var entry : map.entrySet()) {
          out.append(first ? "" : ",");
          string(out, String.valueOf(entry.getKey()));
          json(out.append(':'), entry.getValue());
          first = false;
        }
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        var first = true;
        for (var item : list) {
          json(out.append(first ? "" : ","), item);
          first = false;
        }
        out.append(']');
      }
      case Number number -> out.append(number);
      case Boolean bool -> out.append(bool);
      default -> string(out, value.toString());
    }
  }

  private static void string(StringBuilder out, String text) {
    out.append('"');
    for (var c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
