package dev.orrery.gateway.composition.merge;

import dev.orrery.gateway.composition.findings.Findings;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.sdl.AppliedDirective;
import dev.orrery.gateway.composition.supergraph.CompositeType;
import dev.orrery.gateway.composition.supergraph.InterfaceType;
import dev.orrery.gateway.composition.supergraph.JoinType;
import dev.orrery.gateway.composition.supergraph.ObjectType;
import dev.orrery.gateway.composition.supergraph.SupergraphType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Carries access requirements along interfaces, so that no path goes around a guard: subgraphs may
/// not guard an interface themselves.
///
/// ```
/// interface I { f }                      interface I @authenticated { f @requiresScopes(s) }
/// type A implements I @authenticated     becomes
///   { f @requiresScopes(s) }             (A as it was)
/// ```
///
/// An interface asks for what all of its objects ask, and each of its fields for what that field
/// asks in all of them; a field that an interface object adds asks the same in every object of the
/// interface. (Federation 2.9 and later, `@authenticated`, "Interfaces".)
final class SpreadAccess {
  private static final List<String> ACCESS = List.of("authenticated", "requiresScopes", "policy");

  private final Map<String, SupergraphType> types;

  private final Findings findings;

  SpreadAccess(Map<String, SupergraphType> types, Findings findings) {
    this.types = types;
    this.findings = findings;
  }

  Map<String, SupergraphType> spread() {
    var spread = new LinkedHashMap<>(types);
    for (var type : types.values()) {
      if (type instanceof ObjectType object) {
        spread.put(object.name(), fromInterfaceObjects(object));
      }
    }
    for (var type : types.values()) {
      if (type instanceof InterfaceType it) {
        spread.put(it.name(), fromObjects(it, spread));
      }
    }
    return spread;
  }

  private CompositeType fromInterfaceObjects(ObjectType object) {
    var fields = new LinkedHashMap<>(object.fields());
    for (var name : object.interfaces()) {
      if (types.get(name) instanceof InterfaceType added
          && added.joins().stream().anyMatch(JoinType::interfaceObject)) {
        fields.replaceAll((fieldName, field) ->
            added
                .field(fieldName)
                .map(it ->
                    field.with(
                        both(
                            object.name() + "." + fieldName,
                            field.directives(),
                            List.of(it.directives()))))
                .orElse(field));
      }
    }
    return object.with(fields, object.directives());
  }

  private CompositeType fromObjects(InterfaceType type, Map<String, SupergraphType> types) {
    var objects =
        types.values().stream()
            .filter(ObjectType.class::isInstance)
            .map(ObjectType.class::cast)
            .filter(it -> it.interfaces().contains(type.name()))
            .toList();
    var fields = new LinkedHashMap<>(type.fields());
    fields.replaceAll((name, field) ->
        field.with(
            both(
                type.name() + "." + name,
                field.directives(),
                objects.stream()
                    .flatMap(it -> it.field(name).stream())
                    .map(it -> it.directives())
                    .toList())));
    return type.with(
        fields,
        both(
            type.name(), type.directives(), objects.stream().map(ObjectType::directives).toList()));
  }

  /// The directives with the access requirements of `more` added to their own.
  private List<AppliedDirective> both(
      String coordinate, List<AppliedDirective> own, List<List<AppliedDirective>> more) {
    var result = new ArrayList<>(own);
    for (var name : ACCESS) {
      var asked = new ArrayList<AppliedDirective>();
      own.stream().filter(it -> it.name().equals(name)).forEach(asked::add);
      var had = asked.size();
      more.forEach(it -> it.stream().filter(d -> d.name().equals(name)).forEach(asked::add));
      if (asked.size() > had) {
        result.removeIf(it -> it.name().equals(name));
        result.add(MergeAccess.all(asked));
        hint(coordinate, asked, result.getLast());
      }
    }
    return List.copyOf(result);
  }

  private void hint(String coordinate, List<AppliedDirective> asked, AppliedDirective merged) {
    if (Set.copyOf(asked).size() > 1) {
      findings.hint(
          HintCode.MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS,
          "\"%s\" stands for objects that ask for different access: whoever selects it needs %s"
              .formatted(coordinate, merged),
          coordinate,
          List.of());
    }
  }
}
