package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Answers `_entities`: one query for each type among the representations, the types in parallel,
/// the answers in the representations' order.
final class Entities {
  private final Wiring wiring;
  private final Map<String, String> prefixes;
  private final Loaders loaders;

  /// @param prefixes the id prefix of each entity type of this subgraph that has one
  Entities(Wiring wiring, Map<String, String> prefixes, Loaders loaders) {
    this.wiring = wiring;
    this.prefixes = prefixes;
    this.loaders = loaders;
  }

  CompletableFuture<List<@Nullable Object>> fetch(DataFetchingEnvironment environment) {
    Viewer viewer = Request.viewer(environment);
    List<Map<String, Object>> representations =
        Objects.requireNonNull(environment.getArgument("representations"));
    Map<String, Set<UUID>> wanted = new LinkedHashMap<>();
    for (int i = 0; i < representations.size(); i++) {
      Map<String, Object> representation = representations.get(i);
      wanted
          .computeIfAbsent(type(representation), _ -> new LinkedHashSet<>())
          .add(id(representation, i));
    }
    Map<String, CompletableFuture<Map<UUID, Snapshot>>> answers = new HashMap<>();
    wanted.forEach((type, ids) ->
        answers.put(
            type,
            loaders.async(environment.getGraphQlContext(), () -> resolve(type, ids, viewer))));
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture[]::new))
        .thenApply(_ -> inOrder(representations, answers));
  }

  private Map<UUID, Snapshot> resolve(String type, Set<UUID> ids, Viewer viewer) {
    if (wiring.stubs().contains(type)) {
      Map<UUID, Snapshot> stubs = new HashMap<>();
      ids.forEach(
          id -> stubs.put(id, stub(type, new TypeId(prefixes.getOrDefault(type, "x"), id))));
      return stubs;
    }
    Wiring.@Nullable EntityResolver resolver = wiring.entities().get(type);
    if (resolver == null) {
      throw new RefusedException(
          new InvalidArgument("representations", "this subgraph resolves no " + type));
    }
    return resolver.resolve(ids, viewer);
  }

  static Snapshot stub(String type, TypeId id) {
    return Snapshot.begin().value("id", id.toString()).value("__typename", type);
  }

  private static List<@Nullable Object> inOrder(
      List<Map<String, Object>> representations,
      Map<String, CompletableFuture<Map<UUID, Snapshot>>> answers) {
    List<@Nullable Object> ordered = new ArrayList<>();
    for (int i = 0; i < representations.size(); i++) {
      Map<String, Object> representation = representations.get(i);
      CompletableFuture<Map<UUID, Snapshot>> answer = answers.get(type(representation));
      @Nullable Snapshot found = answer == null ? null : answer.join().get(id(representation, i));
      ordered.add(found == null ? null : found.value("__typename", type(representation)));
    }
    return ordered;
  }

  private static String type(Map<String, Object> representation) {
    return String.valueOf(representation.get("__typename"));
  }

  private static UUID id(Map<String, Object> representation, int index) {
    String path = "representations." + index + ".id";
    @Nullable Object id = representation.get("id");
    if (id == null) {
      throw new RefusedException(new InvalidArgument(path, "an entity is referred to by its id"));
    }
    try {
      return TypeId.parse(id.toString()).uuid();
    } catch (IllegalArgumentException malformed) {
      throw new RefusedException(new InvalidArgument(path, String.valueOf(malformed.getMessage())));
    }
  }
}
