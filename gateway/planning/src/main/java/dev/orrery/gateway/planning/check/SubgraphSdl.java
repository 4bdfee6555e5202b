package dev.orrery.gateway.planning.check;

import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.EnumType;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InputType;
import dev.orrery.gateway.composition.supergraph.InputValue;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.ScalarType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.composition.supergraph.UnionType;
import java.util.ArrayList;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The schema that a subgraph must have, as far as the supergraph tells: enough to validate what
/// the planner sends there.
public final class SubgraphSdl {
  private final Supergraph supergraph;
  private final String subgraph;
  private final StringBuilder out = new StringBuilder();
  private final Set<String> entities = new TreeSet<>();

  private SubgraphSdl(Supergraph supergraph, String subgraph) {
    this.supergraph = supergraph;
    this.subgraph = subgraph;
  }

  public static String of(Supergraph supergraph, String subgraph) {
    return new SubgraphSdl(supergraph, subgraph).print();
  }

  private String print() {
    var roots = supergraph.roots();
    out.append("schema { query: ").append(roots.query());
    if (roots.mutation() != null && isHere(roots.mutation())) {
      out.append(" mutation: ").append(roots.mutation());
    }
    if (roots.subscription() != null && isHere(roots.subscription())) {
      out.append(" subscription: ").append(roots.subscription());
    }
    out.append(" }\nscalar _Any\n");
    for (var type : supergraph.types().values()) {
      if (type.isIn(subgraph) && !type.name().equals(roots.query())) {
        print(type);
      }
    }
    if (!entities.isEmpty()) {
      out.append("union _Entity = ").append(String.join(" | ", entities)).append('\n');
    }
    out.append("type ").append(roots.query()).append(" { _service: String\n");
    if (!entities.isEmpty()) {
      out.append("  _entities(representations: [_Any!]!): [_Entity]!\n");
    }
    if (supergraph.find(roots.query()).orElse(null) instanceof CompositeType query) {
      fields(query);
    }
    return out.append("}\n").toString();
  }

  private boolean isHere(String type) {
    return supergraph.find(type).filter(t -> t.isIn(subgraph)).isPresent();
  }

  private void print(SupergraphType type) {
    switch (type) {
      case ObjectType object -> {
        if (!object.resolvableKeys(subgraph).isEmpty()) {
          entities.add(object.name());
        }
        composite("type", object);
      }
      case InterfaceType one when one.isInterfaceObjectIn(subgraph) -> {
        if (!one.resolvableKeys(subgraph).isEmpty()) {
          entities.add(one.name());
        }
        composite("type", one);
      }
      case InterfaceType one -> composite("interface", one);
      case UnionType union ->
          out.append("union ")
              .append(union.name())
              .append(" = ")
              .append(String.join(" | ", union.membersIn(subgraph)))
              .append('\n');
      case EnumType values ->
          out.append("enum ")
              .append(values.name())
              .append(
                  values.values().values().stream()
                      .filter(v -> v.subgraphs().contains(subgraph))
                      .map(v -> v.name())
                      .collect(Collectors.joining(" ", " { ", " }\n")));
      case InputType input ->
          out.append("input ")
              .append(input.name())
              .append(
                  input.fields().values().stream()
                      .filter(f -> f.typeIn().containsKey(subgraph))
                      .map(f -> f.name() + ": " + f.typeIn().get(subgraph) + defaultOf(f))
                      .collect(Collectors.joining("\n  ", " {\n  ", "\n}\n")));
      case ScalarType scalar -> out.append("scalar ").append(scalar.name()).append('\n');
    }
  }

  private void composite(String keyword, CompositeType type) {
    out.append(keyword).append(' ').append(type.name());
    var interfaces =
        type.isInterfaceObjectIn(subgraph)
            ? java.util.List.<String>of()
            : type.interfacesIn(subgraph);
    if (!interfaces.isEmpty()) {
      out.append(" implements ").append(String.join(" & ", interfaces));
    }
    out.append(" {\n");
    fields(type);
    out.append("}\n");
  }

  private void fields(CompositeType type) {
    for (var field : type.fields().values()) {
      field.in(subgraph).ifPresent(join -> field(field, join));
    }
  }

  private void field(Field field, JoinField join) {
    out.append("  ").append(field.name());
    var arguments = new ArrayList<String>();
    field
        .arguments()
        .values()
        .forEach(a -> arguments.add(a.name() + ": " + a.type() + defaultOf(a)));
    join.contextArguments().forEach(a -> arguments.add(a.name() + ": " + optional(a.type())));
    if (!arguments.isEmpty()) {
      out.append('(').append(String.join(", ", arguments)).append(')');
    }
    out.append(": ").append(join.type()).append('\n');
  }

  private static TypeRef optional(TypeRef type) {
    return type.unwrapNonNull();
  }

  private static String defaultOf(InputValue value) {
    return value.defaultValue() == null ? "" : " = " + value.defaultValue();
  }
}
