package dev.orrery.kit.access.policy.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An interpreter of relation tuples and of the rules by which one userset follows from others.
///
/// Source: R. Pang et al., [Zanzibar: Google's Consistent, Global Authorization
/// System](https://research.google/pubs/pub48190/), USENIX ATC 2019, sections 2.1 and 2.3.1.
final class Zanzibar {

  /// `object#relation@user`.
  ///
  /// @param user somebody, an object, or a userset: `group:eng#member`
  record Tuple(String object, String relation, String user) {}

  /// How a relation's userset is made, for every object of a namespace.
  sealed interface Rewrite {
    /// `_this`: the tuples of the relation itself.
    record This() implements Rewrite {}

    /// `computed_userset`: another relation of the same object.
    record Computed(String relation) implements Rewrite {}

    /// `tuple_to_userset`: a relation of the objects that `tupleset` names.
    record TupleToUserset(String tupleset, String relation) implements Rewrite {}

    record Union(List<Rewrite> children) implements Rewrite {
      static Union of(Rewrite... children) {
        return new Union(List.of(children));
      }
    }
  }

  private final Map<String, Map<String, Rewrite>> namespaces;
  private final Map<String, Set<String>> tuples = new HashMap<>();

  /// @param namespaces per namespace and relation; what is not named is [Rewrite.This]
  Zanzibar(Map<String, Map<String, Rewrite>> namespaces, Collection<Tuple> tuples) {
    this.namespaces = namespaces;
    tuples.forEach(tuple ->
        this.tuples
            .computeIfAbsent(tuple.object + "#" + tuple.relation, _ -> new HashSet<>())
            .add(tuple.user));
  }

  boolean check(String object, String relation, String user) {
    return contains(object, relation, user, new HashSet<>());
  }

  /// Whoever has been looked into holds nobody new: unions only grow.
  private boolean contains(String object, String relation, String user, Set<String> seen) {
    if (!seen.add(object + "#" + relation)) {
      return false;
    }
    Rewrite rewrite =
        namespaces
            .getOrDefault(object.substring(0, object.indexOf(':')), Map.of())
            .getOrDefault(relation, new Rewrite.This());
    return contains(rewrite, object, relation, user, seen);
  }

  private boolean contains(
      Rewrite rewrite, String object, String relation, String user, Set<String> seen) {
    return switch (rewrite) {
      case Rewrite.This _ ->
          users(object, relation).stream()
              .anyMatch(each -> each.equals(user) || isInUserset(each, user, seen));
      case Rewrite.Computed(var other) -> contains(object, other, user, seen);
      case Rewrite.TupleToUserset(var tupleset, var other) ->
          users(object, tupleset).stream().anyMatch(each -> contains(each, other, user, seen));
      case Rewrite.Union(var children) ->
          children.stream().anyMatch(child -> contains(child, object, relation, user, seen));
    };
  }

  private boolean isInUserset(String userset, String user, Set<String> seen) {
    int hash = userset.indexOf('#');
    return hash > 0
        && contains(userset.substring(0, hash), userset.substring(hash + 1), user, seen);
  }

  private Set<String> users(String object, String relation) {
    return tuples.getOrDefault(object + "#" + relation, Set.of());
  }
}
