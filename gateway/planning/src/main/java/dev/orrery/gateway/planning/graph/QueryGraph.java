package dev.orrery.gateway.planning.graph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.JoinType;
import dev.orrery.gateway.composition.supergraph.Subgraph;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The supergraph from the planner's side: fields, entity keys, members and interface objects by
/// subgraph. Immutable.
///
/// Abstract edges (a type to its members) and root re-entry (a root type to the same one elsewhere)
/// follow from [#membersIn] and [#subgraphsOf] and are not stored.
public final class QueryGraph {
  private final Supergraph supergraph;
  private final List<String> subgraphs;
  private final Map<GraphNode, Map<String, FieldEdge>> fields = new LinkedHashMap<>();
  private final Map<GraphNode, Set<String>> members = new LinkedHashMap<>();
  private final Map<GraphNode, List<EntityEdge>> keys = new LinkedHashMap<>();
  private final Set<GraphNode> interfaceObjects = new HashSet<>();
  private final Map<String, List<String>> interfaces = new LinkedHashMap<>();
  private final Map<String, List<String>> possibleTypes = new LinkedHashMap<>();

  public QueryGraph(Supergraph supergraph) {
    this.supergraph = supergraph;
    this.subgraphs = supergraph.subgraphs().stream().map(Subgraph::name).toList();
    supergraph.types().values().forEach(this::add);
  }

  private void add(SupergraphType type) {
    var name = type.name();
    if (!(type instanceof CompositeType) && !(type instanceof UnionType)) {
      return;
    }
    possibleTypes.put(name, supergraph.possibleTypes(name));
    for (var subgraph : type.subgraphs()) {
      var node = GraphNode.of(name, subgraph);
      members.put(node, new TreeSet<>(supergraph.possibleTypesIn(name, subgraph)));
      if (type.isInterfaceObjectIn(subgraph)) {
        interfaceObjects.add(node);
      }
      var edges = new ArrayList<EntityEdge>();
      for (var join : type.resolvableKeys(subgraph)) {
        edges.add(
            new EntityEdge(
                name, subgraph, Objects.requireNonNull(join.key()), join.interfaceObject()));
      }
      keys.put(node, List.copyOf(edges));
    }
    if (type instanceof CompositeType composite) {
      interfaces.put(name, composite.interfaces());
      composite.fields().values().forEach(field -> add(composite, field));
    }
  }

  private void add(CompositeType parent, Field field) {
    for (var join : field.joins()) {
      fields
          .computeIfAbsent(GraphNode.of(parent.name(), join.subgraph()), _ -> new LinkedHashMap<>())
          .put(field.name(), edge(parent, field, join));
    }
  }

  private FieldEdge edge(CompositeType parent, Field field, JoinField join) {
    FieldEdge.Gate gate = null;
    var taken = join.usedOverridden();
    if (join.override() != null && join.overrideLabel() != null && exists(join.override())) {
      gate = new FieldEdge.Gate(join.overrideLabel(), true);
    }
    for (var other : field.joins()) {
      if (join.subgraph().equals(other.override())) {
        if (other.overrideLabel() == null) {
          taken = true;
        } else {
          gate = new FieldEdge.Gate(other.overrideLabel(), false);
          taken = false;
        }
      }
    }
    return new FieldEdge(
        parent.name(),
        field.name(),
        join.subgraph(),
        join.type(),
        possible(join.type().baseName()),
        join.external() && !isKeyOfAnExtension(parent, field.name(), join.subgraph()),
        taken,
        join.requires(),
        join.provides() == null ? FieldSet.EMPTY : join.provides(),
        gate,
        join.contextArguments());
  }

  private boolean exists(String subgraph) {
    return subgraphs.contains(subgraph);
  }

  private boolean possible(String type) {
    return supergraph
        .find(type)
        .filter(t -> t instanceof CompositeType || t instanceof UnionType)
        .isPresent();
  }

  // Federation 1 marks the keys of an extension as external although the subgraph holds them.
  private static boolean isKeyOfAnExtension(CompositeType type, String field, String subgraph) {
    return type.joins().stream()
        .filter(join -> join.subgraph().equals(subgraph) && join.extension())
        .map(JoinType::key)
        .filter(Objects::nonNull)
        .flatMap(key -> key.selections().stream())
        .anyMatch(
            s -> s instanceof FieldSet.FieldSelection selected && selected.name().equals(field));
  }

  public Supergraph supergraph() {
    return supergraph;
  }

  /// The labels of its progressive overrides.
  public Set<String> overrideLabels() {
    var labels = new TreeSet<String>();
    for (var edges : fields.values()) {
      for (var edge : edges.values()) {
        if (edge.gate() != null) {
          labels.add(edge.gate().label());
        }
      }
    }
    return labels;
  }

  /// In the supergraph's order.
  public List<String> subgraphs() {
    return subgraphs;
  }

  /// The field as the subgraph has it; null when it has not.
  public @Nullable FieldEdge field(String type, String subgraph, String name) {
    var edges = fields.get(GraphNode.of(type, subgraph));
    return edges == null ? null : edges.get(name);
  }

  /// All fields of a type in a subgraph.
  public List<FieldEdge> fields(String type, String subgraph) {
    var edges = fields.get(GraphNode.of(type, subgraph));
    return edges == null ? List.of() : List.copyOf(edges.values());
  }

  /// The object types that a value may have when the subgraph returns it; none for an interface
  /// object.
  public Set<String> membersIn(String type, String subgraph) {
    return members.getOrDefault(GraphNode.of(type, subgraph), Set.of());
  }

  public boolean isInterfaceObject(String type, String subgraph) {
    return interfaceObjects.contains(GraphNode.of(type, subgraph));
  }

  /// The keys by which the subgraph's `_entities` accepts the type.
  public List<EntityEdge> keys(String type, String subgraph) {
    return keys.getOrDefault(GraphNode.of(type, subgraph), List.of());
  }

  /// The interfaces of an object or interface type.
  public List<String> interfacesOf(String type) {
    return interfaces.getOrDefault(type, List.of());
  }

  /// The object types that a value may have, over all subgraphs.
  public List<String> possibleTypes(String type) {
    return possibleTypes.getOrDefault(type, List.of());
  }

  public boolean isObject(String type) {
    return possibleTypes(type).equals(List.of(type));
  }

  public boolean isInterface(String type) {
    return supergraph.find(type).filter(InterfaceType.class::isInstance).isPresent();
  }

  /// The subgraphs that have the type.
  public List<String> subgraphsOf(String type) {
    return supergraph.find(type).map(SupergraphType::subgraphs).orElse(List.of());
  }

  /// Every way by a key to an object of this type, whatever the subgraph it starts from. Ways to
  /// the interface objects of its interfaces are among them.
  public List<EntityEdge> entityEdges(String type) {
    var edges = new ArrayList<EntityEdge>();
    for (var subgraph : subgraphs) {
      edges.addAll(keys(type, subgraph));
      for (var one : interfacesOf(type)) {
        if (isInterfaceObject(one, subgraph)) {
          edges.addAll(keys(one, subgraph));
        }
      }
    }
    return edges;
  }

  /// One line for each node and edge: the stage as text.
  public String print() {
    var out = new StringBuilder();
    for (var node : members.keySet()) {
      out.append(node);
      if (interfaceObjects.contains(node)) {
        out.append(" (interface object)");
      } else if (!isObject(node.type())) {
        out.append(" = ").append(String.join(" | ", membersIn(node.type(), node.subgraph())));
      }
      out.append('\n');
      for (var edge : fields(node.type(), node.subgraph())) {
        out.append("  .").append(edge.name()).append(": ").append(edge.type());
        out.append(edge.external() ? " external" : "").append(edge.taken() ? " taken over" : "");
        if (edge.gate() != null) {
          out.append(edge.gate().whenActive() ? " while " : " unless ").append(edge.gate().label());
        }
        if (edge.requires() != null) {
          out.append(" requires {").append(edge.requires()).append('}');
        }
        if (!edge.provides().isEmpty()) {
          out.append(" provides {").append(edge.provides()).append('}');
        }
        edge.contextArguments()
            .forEach(
                a -> out.append(" with ").append(a.name()).append(" from ").append(a.context()));
        out.append('\n');
      }
      keys(node.type(), node.subgraph()).forEach(key -> out.append("  ").append(key).append('\n'));
    }
    return out.toString();
  }
}
