package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.Findings.Place;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.sdl.Literal;
import dev.orrery.gateway.composition.sdl.TypeRef;
import graphql.language.AbstractDescribedNode;
import graphql.language.Directive;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumTypeExtensionDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputObjectTypeExtensionDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.InterfaceTypeDefinition;
import graphql.language.InterfaceTypeExtensionDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.ObjectTypeExtensionDefinition;
import graphql.language.ScalarTypeDefinition;
import graphql.language.ScalarTypeExtensionDefinition;
import graphql.language.Type;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.language.UnionTypeExtensionDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the definitions and extensions of one type, and merges them.
final class TypeReader {
  private final String subgraph;
  private final Places places;
  private final DirectiveNames names;
  private final Findings findings;

  TypeReader(String subgraph, Places places, DirectiveNames names, Findings findings) {
    this.subgraph = subgraph;
    this.places = places;
    this.names = names;
    this.findings = findings;
  }

  SubgraphType read(List<TypeDefinition<?>> blocks) {
    var merged = block(blocks.getFirst());
    var definitions = blocks.stream().filter(block -> !isExtension(block)).count();
    if (definitions > 1) {
      invalid("There can be only one type named \"%s\"".formatted(merged.name()), merged);
    }
    for (var next : blocks.subList(1, blocks.size())) {
      merged = merge(merged, block(next));
    }
    var extends_ = merged.directives().has(FederationDirective.EXTENDS);
    return new SubgraphType(
        merged.kind(),
        merged.name(),
        merged.description(),
        merged.directives().without(FederationDirective.EXTENDS),
        merged.interfaces(),
        merged.fields(),
        merged.members(),
        merged.values(),
        merged.inputs(),
        extends_ || definitions == 0,
        merged.place());
  }

  Directives directives(List<Directive> applied) {
    var federation = new ArrayList<AppliedDirective>();
    var other = new ArrayList<AppliedDirective>();
    for (var directive : applied) {
      var read = AppliedDirective.of(directive);
      names
          .meaning(directive.getName())
          .ifPresentOrElse(
              meaning -> federation.add(read.named(meaning.directiveName())),
              () -> other.add(read));
    }
    return new Directives(federation, other);
  }

  Map<String, SubgraphInput> inputs(List<InputValueDefinition> definitions, String owner) {
    var inputs = new LinkedHashMap<String, SubgraphInput>();
    for (var definition : definitions) {
      var input =
          new SubgraphInput(
              definition.getName(),
              text(definition),
              TypeRef.of(definition.getType()),
              definition.getDefaultValue() == null
                  ? null
                  : Literal.of(definition.getDefaultValue()),
              directives(definition.getDirectives()),
              place(definition));
      if (inputs.put(input.name(), input) != null) {
        invalid(
            "\"%s\" declares \"%s\" more than once".formatted(owner, input.name()),
            owner,
            input.place());
      }
    }
    return inputs;
  }

  private static boolean isExtension(TypeDefinition<?> block) {
    return switch (block) {
      case ObjectTypeExtensionDefinition _,
          InterfaceTypeExtensionDefinition _,
          UnionTypeExtensionDefinition _,
          EnumTypeExtensionDefinition _,
          InputObjectTypeExtensionDefinition _,
          ScalarTypeExtensionDefinition _ ->
          true;
      default -> false;
    };
  }

  private SubgraphType block(TypeDefinition<?> definition) {
    var kind =
        switch (definition) {
          case ObjectTypeDefinition _ -> Kind.OBJECT;
          case InterfaceTypeDefinition _ -> Kind.INTERFACE;
          case UnionTypeDefinition _ -> Kind.UNION;
          case EnumTypeDefinition _ -> Kind.ENUM;
          case InputObjectTypeDefinition _ -> Kind.INPUT;
          case ScalarTypeDefinition _ -> Kind.SCALAR;
          default -> throw new IllegalStateException("unknown definition " + definition);
        };
    var directives = directives(definition.getDirectives());
    var name = definition.getName();
    return new SubgraphType(
        kind,
        name,
        definition instanceof AbstractDescribedNode<?> described ? text(described) : null,
        directives,
        switch (definition) {
          case ObjectTypeDefinition object -> typeNames(object.getImplements());
          case InterfaceTypeDefinition object -> typeNames(object.getImplements());
          default -> List.of();
        },
        switch (definition) {
          case ObjectTypeDefinition object ->
              fields(name, object.getFieldDefinitions(), directives);
          case InterfaceTypeDefinition object ->
              fields(name, object.getFieldDefinitions(), directives);
          default -> Map.of();
        },
        definition instanceof UnionTypeDefinition union
            ? typeNames(union.getMemberTypes())
            : List.of(),
        definition instanceof EnumTypeDefinition type
            ? values(name, type.getEnumValueDefinitions())
            : Map.of(),
        definition instanceof InputObjectTypeDefinition input
            ? inputs(input.getInputValueDefinitions(), name)
            : Map.of(),
        isExtension(definition),
        place((graphql.language.Node<?>) definition));
  }

  private static List<String> typeNames(List<?> types) {
    return types.stream().map(type -> ((TypeName) (Type<?>) type).getName()).toList();
  }

  /// `@shareable` and `@external` on a block of a type mean the fields of that block only.
  private Map<String, SubgraphField> fields(
      String type, List<FieldDefinition> definitions, Directives ofBlock) {
    var fields = new LinkedHashMap<String, SubgraphField>();
    for (var definition : definitions) {
      var directives = directives(definition.getDirectives());
      for (var spread : List.of(FederationDirective.SHAREABLE, FederationDirective.EXTERNAL)) {
        var onBlock = ofBlock.first(spread);
        if (onBlock.isPresent() && !directives.has(spread)) {
          directives = directives.with(onBlock.get());
        }
      }
      var field =
          new SubgraphField(
              definition.getName(),
              text(definition),
              TypeRef.of(definition.getType()),
              inputs(definition.getInputValueDefinitions(), type + "." + definition.getName()),
              directives,
              place(definition),
              SubgraphField.Facts.UNKNOWN);
      if (fields.put(field.name(), field) != null) {
        invalid(
            "Field \"%s.%s\" can only be defined once".formatted(type, field.name()),
            type + "." + field.name(),
            field.place());
      }
    }
    return fields;
  }

  private Map<String, SubgraphEnumValue> values(
      String type, List<EnumValueDefinition> definitions) {
    var values = new LinkedHashMap<String, SubgraphEnumValue>();
    for (var definition : definitions) {
      var value =
          new SubgraphEnumValue(
              definition.getName(),
              text(definition),
              directives(definition.getDirectives()),
              place(definition));
      if (values.put(value.name(), value) != null) {
        invalid(
            "Enum value \"%s.%s\" can only be defined once".formatted(type, value.name()),
            type + "." + value.name(),
            value.place());
      }
    }
    return values;
  }

  private SubgraphType merge(SubgraphType a, SubgraphType b) {
    if (a.kind() != b.kind()) {
      invalid(
          "Cannot extend the %s \"%s\" as %s".formatted(a.kind().word(), a.name(), b.kind().word()),
          b);
      return a;
    }
    var definition = a.extension() ? b : a;
    return new SubgraphType(
        a.kind(),
        a.name(),
        a.description() == null ? b.description() : a.description(),
        a.directives().plus(b.directives()),
        union(a.interfaces(), b.interfaces()),
        union(a.name(), a.fields(), b.fields(), b),
        union(a.members(), b.members()),
        union(a.name(), a.values(), b.values(), b),
        union(a.name(), a.inputs(), b.inputs(), b),
        a.extension() && b.extension(),
        definition.place());
  }

  private static List<String> union(List<String> a, List<String> b) {
    var all = new ArrayList<>(a);
    b.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return all;
  }

  private <T> Map<String, T> union(
      String type, Map<String, T> a, Map<String, T> b, SubgraphType block) {
    var all = new LinkedHashMap<>(a);
    b.forEach((name, value) -> {
      if (all.putIfAbsent(name, value) != null) {
        invalid("\"%s.%s\" can only be defined once".formatted(type, name), block);
      }
    });
    return all;
  }

  private Place place(graphql.language.Node<?> node) {
    return places.of(node);
  }

  private static @Nullable String text(AbstractDescribedNode<?> node) {
    return node.getDescription() == null ? null : node.getDescription().getContent();
  }

  private void invalid(String message, SubgraphType type) {
    invalid(message, type.name(), type.place());
  }

  private void invalid(String message, String coordinate, Place place) {
    findings.error(
        ErrorCode.INVALID_GRAPHQL,
        "[%s] %s".formatted(subgraph, message),
        coordinate,
        List.of(place));
  }
}
