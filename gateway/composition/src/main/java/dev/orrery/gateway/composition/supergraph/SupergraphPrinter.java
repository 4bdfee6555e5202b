package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.SdlText;
import dev.orrery.gateway.composition.sdl.TypeRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes a supergraph as SDL, with or without the spec `join`.
final class SupergraphPrinter {
  private final Supergraph supergraph;
  private final boolean joins;
  private final Map<String, String> graphBySubgraph;
  private final StringBuilder out = new StringBuilder();

  private SupergraphPrinter(Supergraph supergraph, boolean joins) {
    this.supergraph = supergraph;
    this.joins = joins;
    graphBySubgraph =
        supergraph.subgraphs().stream().collect(Collectors.toMap(Subgraph::name, Subgraph::graph));
  }

  static SupergraphPrinter withJoins(Supergraph supergraph) {
    return new SupergraphPrinter(supergraph, true);
  }

  static SupergraphPrinter plain(Supergraph supergraph) {
    return new SupergraphPrinter(supergraph, false);
  }

  String print() {
    schema();
    if (joins) {
      out.append(JoinSpec.DEFINITIONS);
      graphs();
      SpecDefinitions.scalars(supergraph.directiveDefinitions().keySet())
          .forEach(scalar -> out.append("scalar ").append(scalar).append("\n\n"));
    }
    supergraph.directiveDefinitions().values().forEach(this::directiveDefinition);
    supergraph.types().values().forEach(this::type);
    return out.toString().stripTrailing() + "\n";
  }

  private void schema() {
    SdlText.description(out, supergraph.description(), "");
    out.append("schema");
    if (joins) {
      out.append("\n  @link(url: ").append(Literal.string(JoinSpec.LINK_URL)).append(')');
      out.append("\n  @link(url: ")
          .append(Literal.string(JoinSpec.JOIN_URL))
          .append(", for: EXECUTION)");
      supergraph.links().forEach(link -> out.append("\n  ").append(text(link)));
      supergraph.directives().forEach(directive -> out.append("\n  ").append(directive));
      out.append('\n');
    } else {
      out.append(' ');
    }
    var roots = supergraph.roots();
    out.append("{\n  query: ").append(roots.query()).append('\n');
    if (roots.mutation() != null) {
      out.append("  mutation: ").append(roots.mutation()).append('\n');
    }
    if (roots.subscription() != null) {
      out.append("  subscription: ").append(roots.subscription()).append('\n');
    }
    out.append("}\n\n");
  }

  private static String text(Link link) {
    var text = new StringBuilder("@link(url: ").append(Literal.string(link.url()));
    if (link.as() != null) {
      text.append(", as: ").append(Literal.string(link.as()));
    }
    if (!link.imports().isEmpty()) {
      text.append(
          link.imports().stream()
              .map(it ->
                  it.as() == null
                      ? Literal.string(it.name()).text()
                      : "{name: %s, as: %s}"
                          .formatted(Literal.string(it.name()), Literal.string(it.as())))
              .collect(Collectors.joining(", ", ", import: [", "]")));
    }
    if (link.purpose() != null) {
      text.append(", for: ").append(link.purpose());
    }
    return text.append(')').toString();
  }

  private void graphs() {
    out.append("enum join__Graph {\n");
    for (var subgraph : supergraph.subgraphs()) {
      out.append(
          "  %s @join__graph(name: %s, url: %s)\n"
              .formatted(
                  subgraph.graph(),
                  Literal.string(subgraph.name()),
                  Literal.string(subgraph.url())));
    }
    out.append("}\n\n");
  }

  private void directiveDefinition(DirectiveDefinition definition) {
    SdlText.description(out, definition.description(), "");
    out.append("directive @").append(definition.name());
    arguments(definition.arguments().values(), "");
    if (definition.repeatable()) {
      out.append(" repeatable");
    }
    out.append(" on ").append(String.join(" | ", definition.locations())).append("\n\n");
  }

  private void type(SupergraphType type) {
    SdlText.description(out, type.description(), "");
    switch (type) {
      case ObjectType object -> composite("type", object);
      case InterfaceType object -> composite("interface", object);
      case UnionType union -> {
        out.append("union ").append(union.name());
        directives(typeJoins(union), union.directives());
        out.append("\n  = ").append(String.join(" | ", union.members().keySet())).append('\n');
      }
      case EnumType it -> {
        out.append("enum ").append(it.name());
        directives(typeJoins(it), it.directives());
        out.append(" {\n");
        it.values().values().forEach(this::enumValue);
        out.append("}\n");
      }
      case InputType input -> {
        out.append("input ").append(input.name());
        directives(typeJoins(input), input.directives());
        out.append(" {\n");
        input.fields().values().forEach(field -> inputField(field, input.subgraphs()));
        out.append("}\n");
      }
      case ScalarType scalar -> {
        out.append("scalar ").append(scalar.name());
        directives(typeJoins(scalar), scalar.directives());
        out.append('\n');
      }
    }
    out.append('\n');
  }

  private void composite(String keyword, CompositeType type) {
    out.append(keyword).append(' ').append(type.name());
    if (!type.interfaces().isEmpty()) {
      out.append(" implements ").append(String.join(" & ", type.interfaces()));
    }
    var joinDirectives = new ArrayList<>(typeJoins(type));
    for (var join : type.implementations()) {
      joinDirectives.add(
          "@join__implements(graph: %s, interface: %s)"
              .formatted(graph(join.subgraph()), Literal.string(join.interfaceName())));
    }
    directives(joinDirectives, type.directives());
    out.append(" {\n");
    type.fields().values().forEach(field -> field(field, type.subgraphs()));
    out.append("}\n");
  }

  private List<String> typeJoins(SupergraphType type) {
    var joinDirectives = new ArrayList<String>();
    for (var join : type.joins()) {
      var text = new StringBuilder("@join__type(graph: ").append(graph(join.subgraph()));
      if (join.key() != null) {
        text.append(", key: ").append(Literal.string(join.key().toString()));
      }
      if (join.extension()) {
        text.append(", extension: true");
      }
      if (!join.resolvable()) {
        text.append(", resolvable: false");
      }
      if (join.interfaceObject()) {
        text.append(", isInterfaceObject: true");
      }
      joinDirectives.add(text.append(')').toString());
    }
    if (type instanceof UnionType union) {
      union
          .members()
          .forEach((member, subgraphs) ->
              subgraphs.forEach(subgraph ->
                  joinDirectives.add(
                      "@join__unionMember(graph: %s, member: %s)"
                          .formatted(graph(subgraph), Literal.string(member)))));
    }
    return joinDirectives;
  }

  private void field(Field field, List<String> subgraphsOfType) {
    SdlText.description(out, field.description(), "  ");
    out.append("  ").append(field.name());
    arguments(field.arguments().values(), "  ");
    out.append(": ").append(field.type());
    if (joins) {
      fieldJoins(field, subgraphsOfType);
    }
    field.directives().forEach(directive -> out.append(' ').append(directive));
    out.append('\n');
  }

  private void fieldJoins(Field field, List<String> subgraphsOfType) {
    if (field.joins().isEmpty()) {
      out.append(" @join__field");
    } else if (!field
        .joins()
        .equals(subgraphsOfType.stream().map(s -> JoinField.in(s, field.type())).toList())) {
      field.joins().forEach(join -> out.append(' ').append(text(join, field.type())));
    }
  }

  private String text(JoinField join, TypeRef type) {
    var text = new StringBuilder("@join__field(graph: ").append(graph(join.subgraph()));
    if (join.requires() != null) {
      text.append(", requires: ").append(Literal.string(join.requires().toString()));
    }
    if (join.provides() != null) {
      text.append(", provides: ").append(Literal.string(join.provides().toString()));
    }
    if (!join.type().equals(type)) {
      text.append(", type: ").append(Literal.string(join.type().toString()));
    }
    if (join.external()) {
      text.append(", external: true");
    }
    if (join.override() != null) {
      text.append(", override: ").append(Literal.string(join.override()));
    }
    if (join.usedOverridden()) {
      text.append(", usedOverridden: true");
    }
    if (join.overrideLabel() != null) {
      text.append(", overrideLabel: ").append(Literal.string(join.overrideLabel()));
    }
    if (!join.contextArguments().isEmpty()) {
      text.append(
          join.contextArguments().stream()
              .map(it ->
                  "{context: %s, name: %s, type: %s, selection: %s}"
                      .formatted(
                          Literal.string(it.context()),
                          Literal.string(it.name()),
                          Literal.string(it.type().toString()),
                          Literal.string("{ " + it.selection() + " }")))
              .collect(Collectors.joining(", ", ", contextArguments: [", "]")));
    }
    return text.append(')').toString();
  }

  private void enumValue(EnumValue value) {
    SdlText.description(out, value.description(), "  ");
    out.append("  ").append(value.name());
    if (joins) {
      value
          .subgraphs()
          .forEach(s -> out.append(" @join__enumValue(graph: ").append(graph(s)).append(')'));
    }
    value.directives().forEach(directive -> out.append(' ').append(directive));
    out.append('\n');
  }

  private void inputField(InputValue field, List<String> subgraphsOfType) {
    SdlText.description(out, field.description(), "  ");
    out.append("  ").append(inputValue(field));
    var everywhere =
        List.copyOf(field.typeIn().keySet()).equals(subgraphsOfType)
            && field.typeIn().values().stream().allMatch(field.type()::equals);
    if (joins && !everywhere) {
      field
          .typeIn()
          .forEach((subgraph, type) ->
              out.append(" @join__field(graph: ")
                  .append(graph(subgraph))
                  .append(
                      type.equals(field.type()) ? "" : ", type: " + Literal.string(type.toString()))
                  .append(')'));
    }
    field.directives().forEach(directive -> out.append(' ').append(directive));
    out.append('\n');
  }

  private static String inputValue(InputValue value) {
    return value.name()
        + ": "
        + value.type()
        + (value.defaultValue() == null ? "" : " = " + value.defaultValue());
  }

  private void arguments(Collection<InputValue> arguments, String indent) {
    if (arguments.isEmpty()) {
      return;
    }
    if (arguments.stream().allMatch(argument -> argument.description() == null)) {
      out.append(
          arguments.stream()
              .map(SupergraphPrinter::argument)
              .collect(Collectors.joining(", ", "(", ")")));
      return;
    }
    out.append("(\n");
    for (var argument : arguments) {
      SdlText.description(out, argument.description(), indent + "  ");
      out.append(indent).append("  ").append(argument(argument)).append('\n');
    }
    out.append(indent).append(')');
  }

  private static String argument(InputValue argument) {
    return inputValue(argument)
        + argument.directives().stream().map(d -> " " + d).collect(Collectors.joining());
  }

  private void directives(List<String> joinDirectives, List<AppliedDirective> applied) {
    if (joins) {
      joinDirectives.forEach(directive -> out.append("\n  ").append(directive));
      applied.forEach(directive -> out.append("\n  ").append(directive));
      out.append('\n');
    } else {
      applied.forEach(directive -> out.append(' ').append(directive));
    }
  }

  private String graph(String subgraph) {
    var graph = graphBySubgraph.get(subgraph);
    if (graph == null) {
      throw new IllegalStateException("the supergraph has no subgraph " + subgraph);
    }
    return graph;
  }
}
