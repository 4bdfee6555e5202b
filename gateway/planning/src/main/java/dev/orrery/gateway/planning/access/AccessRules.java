package dev.orrery.gateway.planning.access;

import dev.orrery.gateway.composition.sdl.FieldSet;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.Field;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.JoinField;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import dev.orrery.gateway.planning.operation.NormalField;
import dev.orrery.gateway.planning.operation.NormalObject;
import dev.orrery.gateway.planning.operation.NormalOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What each type and each field of a supergraph asks of its viewers.
///
/// Everything that could lead to guarded data carries the guard: a field asks for what its type
/// asks for, for what the same field of an interface asks for, and for what the fields ask for that
/// it takes by `@requires` or from a context. An object asks for what its interfaces ask for.
/// Composition refuses a supergraph where such a detour would matter; one that was composed
/// elsewhere may hold it. Composers also write on an interface what its implementations ask for
/// together: that is left out here, because each object is judged by its own type.
public final class AccessRules {
  private final Supergraph supergraph;
  private final Map<String, Set<Requirement>> byType = new HashMap<>();
  private final Map<String, Set<Requirement>> byField = new HashMap<>();
  private final Set<Requirement> all = new LinkedHashSet<>();

  private AccessRules(Supergraph supergraph) {
    this.supergraph = supergraph;
    supergraph.types().values().forEach(this::addType);
    for (var type : supergraph.types().values()) {
      type.asComposite()
          .ifPresent(it -> it.fields().values().forEach(field -> addField(it, field)));
    }
  }

  public static AccessRules of(Supergraph supergraph) {
    return new AccessRules(supergraph);
  }

  private void addType(SupergraphType type) {
    var asked = own(type);
    type.asComposite()
        .ifPresent(composite ->
            composite
                .interfaces()
                .forEach(name -> supergraph.find(name).ifPresent(it -> asked.addAll(own(it)))));
    keep(byType, type.name(), asked);
  }

  private void addField(CompositeType type, Field field) {
    keep(byField, type.name() + "." + field.name(), field(type, field, new HashSet<>()));
  }

  private void keep(Map<String, Set<Requirement>> rules, String key, Set<Requirement> asked) {
    if (!asked.isEmpty()) {
      rules.put(key, Set.copyOf(asked));
      all.addAll(asked);
    }
  }

  private Set<Requirement> own(SupergraphType type) {
    var own = new LinkedHashSet<Requirement>();
    var requirement = Requirement.of(type.directives());
    if (!requirement.isNone()
        && !(type instanceof InterfaceType
            && implementers(type)
                .map(it -> Requirement.of(it.directives()))
                .reduce(Requirement.NONE, Requirement::and)
                .covers(requirement))) {
      own.add(requirement);
    }
    return own;
  }

  private Stream<CompositeType> implementers(SupergraphType type) {
    return supergraph.types().values().stream()
        .flatMap(it -> it.asComposite().stream())
        .filter(it -> it instanceof ObjectType && it.interfaces().contains(type.name()));
  }

  private Requirement ofImplementations(CompositeType type, Field field) {
    return implementers(type)
        .flatMap(it -> it.field(field.name()).stream())
        .map(it -> Requirement.of(it.directives()))
        .reduce(Requirement.NONE, Requirement::and);
  }

  private Set<Requirement> field(CompositeType type, Field field, Set<String> seen) {
    var asked = new LinkedHashSet<Requirement>();
    if (!seen.add(type.name() + "." + field.name())) {
      return asked;
    }
    var requirement = Requirement.of(field.directives());
    if (!requirement.isNone()
        && !(type instanceof InterfaceType && ofImplementations(type, field).covers(requirement))) {
      asked.add(requirement);
    }
    asked.addAll(byType.getOrDefault(field.type().baseName(), Set.of()));
    for (var name : type.interfaces()) {
      supergraph
          .find(name)
          .flatMap(SupergraphType::asComposite)
          .ifPresent(
              it -> it.field(field.name()).ifPresent(same -> asked.addAll(field(it, same, seen))));
    }
    for (var join : field.joins()) {
      if (join.requires() != null) {
        selected(type.name(), join.requires(), seen, asked);
      }
      for (var argument : join.contextArguments()) {
        contextual(argument, seen, asked);
      }
    }
    return asked;
  }

  private void contextual(
      JoinField.ContextArgument argument, Set<String> seen, Set<Requirement> asked) {
    for (var type : supergraph.types().values()) {
      if (type.directive("context")
          .anyMatch(it -> it.string("name").filter(argument.context()::equals).isPresent())) {
        selected(type.name(), argument.selection(), seen, asked);
      }
    }
  }

  private void selected(
      String parent, FieldSet selections, Set<String> seen, Set<Requirement> asked) {
    var type = supergraph.find(parent).flatMap(SupergraphType::asComposite);
    for (var selection : selections.selections()) {
      switch (selection) {
        case FieldSet.FragmentSelection fragment -> {
          var condition = fragment.typeCondition();
          var narrowed = condition == null ? parent : condition;
          asked.addAll(byType.getOrDefault(narrowed, Set.of()));
          selected(narrowed, fragment.selections(), seen, asked);
        }
        case FieldSet.FieldSelection chosen ->
            type.flatMap(it -> it.field(chosen.name()))
                .ifPresent(field -> {
                  asked.addAll(field(type.orElseThrow(), field, seen));
                  selected(field.type().baseName(), chosen.selections(), seen, asked);
                });
      }
    }
  }

  /// Whether the graph guards nothing.
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /// Every policy that the graph names.
  public Set<String> policies() {
    return all.stream()
        .flatMap(requirement -> requirement.policies().stream())
        .flatMap(Set::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The requirements that a viewer does not meet.
  public Set<Requirement> unmetBy(Viewer viewer) {
    var unmet = new HashSet<Requirement>();
    for (var requirement : all) {
      if (!requirement.isMetBy(viewer)) {
        unmet.add(requirement);
      }
    }
    return unmet;
  }

  /// The requirements that decide about an operation; all others change nothing about it.
  public Set<Requirement> guarding(NormalOperation operation) {
    var guards = new HashSet<Requirement>();
    collect(operation.root(), guards);
    return guards;
  }

  private void collect(NormalObject object, Set<Requirement> guards) {
    guards.addAll(ofType(object.type()));
    object.possibleTypes().forEach(type -> guards.addAll(ofType(type)));
    for (var field : object.fields()) {
      field.onTypes().forEach(type -> guards.addAll(ofField(type, field)));
      if (field.object() != null) {
        collect(field.object(), guards);
      }
    }
  }

  Set<Requirement> ofType(String type) {
    return byType.getOrDefault(type, Set.of());
  }

  Set<Requirement> ofField(String type, NormalField field) {
    return byField.getOrDefault(type + "." + field.name(), Set.of());
  }
}
