package dev.orrery.gateway.composition.validate.subgraph;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.sdl.FieldSet.FieldSelection;
import dev.orrery.gateway.composition.sdl.FieldSet.FragmentSelection;
import dev.orrery.gateway.composition.sdl.TypeRef;
import dev.orrery.gateway.composition.subgraph.ContextSelection;
import dev.orrery.gateway.composition.subgraph.Kind;
import dev.orrery.gateway.composition.subgraph.SubgraphSchema;
import dev.orrery.gateway.composition.subgraph.SubgraphType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says whether what `@fromContext` selects is one value of the argument's type on every type that
/// sets the context.
final class ContextSelections {
  private final SubgraphSchema subgraph;
  private final TypeRef wanted;

  ContextSelections(SubgraphSchema subgraph, TypeRef wanted) {
    this.subgraph = subgraph;
    this.wanted = wanted;
  }

  Optional<String> problem(ContextSelection selection, List<SubgraphType> setters) {
    var selections = selection.fields().selections();
    var untouched = new LinkedHashSet<String>();
    for (var each : selections) {
      if (each instanceof FragmentSelection fragment) {
        if (fragment.typeCondition() == null) {
          return Optional.of("inline fragments must have type conditions");
        }
        if (!untouched.add(fragment.typeCondition())) {
          return Optional.of("type conditions have same name");
        }
      }
    }
    if (selections.size() > 1 && untouched.size() != selections.size()) {
      return Optional.of("multiple selections are made");
    }
    for (var setter : setters) {
      Optional<String> problem;
      if (untouched.isEmpty() && selections.getFirst() instanceof FieldSelection) {
        problem = one(setter, selection.fields(), 0);
      } else {
        problem = branches(setter, selections, untouched);
      }
      if (problem.isPresent()) {
        return problem;
      }
    }
    return Optional.empty();
  }

  private Optional<String> branches(
      SubgraphType setter, List<FieldSet.Selection> selections, Set<String> untouched) {
    var possible = subgraph.possibleTypes(setter.name());
    var matched = false;
    for (var each : selections) {
      if (each instanceof FragmentSelection fragment && fragment.typeCondition() != null) {
        var condition = fragment.typeCondition();
        var type = subgraph.types().get(condition);
        if (type == null || type.kind() != Kind.OBJECT) {
          return Optional.of("type conditions must be an object type");
        }
        if (possible.contains(condition)) {
          matched = true;
          var problem = one(type, fragment.selections(), 0);
          if (problem.isPresent()) {
            return problem;
          }
        }
      }
    }
    return matched
        ? Optional.empty()
        : Optional.of(
            "no type condition of %s matches the location \"%s\""
                .formatted(untouched, setter.name()));
  }

  private Optional<String> one(SubgraphType type, FieldSet set, int lists) {
    if (type.isInterfaceObject()) {
      return Optional.of(
          "One of the types in the selection is an interfaceObject: \"%s\"".formatted(type.name()));
    }
    if (set.selections().size() != 1) {
      return Optional.of("multiple selections are made");
    }
    return switch (set.selections().getFirst()) {
      case FragmentSelection fragment -> {
        var narrowed =
            fragment.typeCondition() == null
                ? type
                : subgraph.types().get(fragment.typeCondition());
        yield narrowed == null
            ? Optional.of("unknown type \"%s\"".formatted(fragment.typeCondition()))
            : one(narrowed, fragment.selections(), lists);
      }
      case FieldSelection selection -> field(type, selection, lists);
    };
  }

  private Optional<String> field(SubgraphType type, FieldSelection selection, int lists) {
    if (selection.alias() != null) {
      return Optional.of("aliases are not allowed in the selection");
    }
    if (!selection.directives().isEmpty()) {
      return Optional.of("directives are not allowed in the selection");
    }
    var field = type.fields().get(selection.name());
    if (field == null) {
      return Optional.of(
          "Cannot query field \"%s\" on type \"%s\".".formatted(selection.name(), type.name()));
    }
    if (!selection.selections().isEmpty()) {
      var below = subgraph.types().get(field.type().baseName());
      return below == null
          ? Optional.of("\"%s\" has no fields".formatted(selection.name()))
          : one(below, selection.selections(), lists + depth(field.type()));
    }
    return isSame(given(field.type(), lists), wanted)
        ? Optional.empty()
        : Optional.of(
            "the type of the selection \"%s\" does not match the expected type \"%s\""
                .formatted(given(field.type(), lists), wanted));
  }

  /// The ancestor that sets the context may have no value to give, so what is given may be null,
  /// and is a list for each list on the way.
  private static TypeRef given(TypeRef type, int lists) {
    var given = type.unwrapNonNull();
    for (var i = 0; i < lists; i++) {
      given = new TypeRef.ListOf(given);
    }
    return given;
  }

  private static int depth(TypeRef type) {
    return type.unwrapNonNull() instanceof TypeRef.ListOf(var item) ? 1 + depth(item) : 0;
  }

  private static boolean isSame(TypeRef given, TypeRef wanted) {
    return switch (wanted) {
      case TypeRef.NonNull(var inner) ->
          given instanceof TypeRef.NonNull(var own) && isSame(own, inner);
      case TypeRef.ListOf(var item) ->
          given.unwrapNonNull() instanceof TypeRef.ListOf(var own) && isSame(own, item);
      case TypeRef.Named _ -> given.unwrapNonNull().equals(wanted);
    };
  }
}
