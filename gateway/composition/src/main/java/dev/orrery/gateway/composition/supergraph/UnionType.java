package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @param members the names of the members, each with the names of the subgraphs where it is one
public record UnionType(
    String name,
    @Nullable String description,
    List<JoinType> joins,
    Map<String, List<String>> members,
    List<AppliedDirective> directives)
    implements SupergraphType {
  public UnionType {
    joins = List.copyOf(joins);
    members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    directives = List.copyOf(directives);
  }

  public List<String> membersIn(String subgraph) {
    return members.entrySet().stream()
        .filter(e -> e.getValue().contains(subgraph))
        .map(Map.Entry::getKey)
        .toList();
  }
}
