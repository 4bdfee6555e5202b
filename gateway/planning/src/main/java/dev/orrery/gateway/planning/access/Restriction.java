package dev.orrery.gateway.planning.access;

import dev.orrery.gateway.planning.operation.ApiSchema;
import dev.orrery.gateway.planning.operation.NormalField;
import dev.orrery.gateway.planning.operation.NormalObject;
import dev.orrery.gateway.planning.operation.NormalOperation;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// Takes out of an operation what its viewer may not see. What is taken out stays in the normal
/// form as denied fields and types: no subgraph is asked for them, and in the response they are
/// null.
///
/// A field below which nothing is left is denied as a whole. Where an object may be of several
/// types, those that are denied leave the others alone.
public final class Restriction {
  private final ApiSchema api;
  private final AccessRules rules;
  private final Set<Requirement> unmet;

  private Restriction(ApiSchema api, AccessRules rules, Set<Requirement> unmet) {
    this.api = api;
    this.rules = rules;
    this.unmet = unmet;
  }

  /// @param unmet the requirements that the viewer does not meet
  public static NormalOperation apply(
      NormalOperation operation, ApiSchema api, AccessRules rules, Set<Requirement> unmet) {
    return unmet.isEmpty()
        ? operation
        : operation.withRoot(new Restriction(api, rules, unmet).root(operation.root()));
  }

  private boolean isUnmet(Set<Requirement> asked) {
    return !Collections.disjoint(asked, unmet);
  }

  /// There is no place above the root that could be null for it: its type's guard counts for each
  /// field.
  private NormalObject root(NormalObject root) {
    return isUnmet(rules.ofType(root.type()))
        ? new NormalObject(
            root.type(),
            root.possibleTypes(),
            root.fields().stream()
                .map(it ->
                    it.name().startsWith("__")
                        ? it
                        : it.denied(it.onTypes(), List.of(List.<String>of())))
                .toList())
        : object(root);
  }

  private NormalObject object(NormalObject object) {
    var allDenied = isUnmet(rules.ofType(object.type()));
    var denied =
        object.possibleTypes().stream()
            .filter(type -> allDenied || isUnmet(rules.ofType(type)))
            .toList();
    var fields = new ArrayList<NormalField>();
    for (var field : object.fields()) {
      var types = field.onTypes().stream().filter(type -> !denied.contains(type)).toList();
      if (!types.isEmpty()) {
        add(field, types, fields);
      }
    }
    return new NormalObject(object.type(), object.possibleTypes(), fields, denied);
  }

  private void add(NormalField field, List<String> types, List<NormalField> fields) {
    var refused = types.stream().filter(type -> isUnmet(rules.ofField(type, field))).toList();
    var granted = types.stream().filter(type -> !refused.contains(type)).toList();
    if (!granted.isEmpty()) {
      var asked = field.object();
      var below = asked == null ? null : object(asked);
      if (asked == null || below == null || asked.fields().isEmpty() || below.asksForSomething()) {
        fields.add(field.on(granted, below));
      } else {
        fields.add(field.denied(granted, paths(field, below)));
      }
    }
    if (!refused.isEmpty()) {
      fields.add(field.denied(refused, List.of(List.of())));
    }
  }

  /// Where errors tell of the denial: at what was denied below, as long as no list is on the way.
  private List<List<String>> paths(NormalField field, NormalObject below) {
    if (below.fields().isEmpty() || isList(field)) {
      return List.of(List.of());
    }
    var paths = new ArrayList<List<String>>();
    for (var denied : below.fields()) {
      for (var path : denied.denials()) {
        var longer = new ArrayList<String>();
        longer.add(denied.responseKey());
        longer.addAll(path);
        if (!paths.contains(longer)) {
          paths.add(longer);
        }
      }
    }
    return paths;
  }

  private boolean isList(NormalField field) {
    var type = api.field(field.parentType(), field.name()).getType();
    return GraphQLTypeUtil.unwrapNonNull(type) instanceof GraphQLList;
  }
}
