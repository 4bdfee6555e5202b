package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.ClientWork;
import dev.orrery.kit.database.SessionReach;
import dev.orrery.kit.events.PolicyRevision;
import dev.orrery.kit.events.Trace;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.subgraph.page.Page;
import dev.orrery.kit.subgraph.page.PageRequest;
import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.GraphQLContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.dataloader.BatchLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.dataloader.DataLoaderRegistry;
import org.jspecify.annotations.Nullable;

/// One request's batches: references by type, lists by field and arguments.
final class Loaders {
  private final Wiring wiring;
  private final Executor threads;

  Loaders(Wiring wiring, Executor threads) {
    this.wiring = wiring;
    this.threads = threads;
  }

  /// A child list that a field asks for.
  record ListKey(UUID parent, PageRequest request) {}

  DataLoaderRegistry forRequest(GraphQLContext context) {
    DataLoaderRegistry registry = new DataLoaderRegistry();
    wiring
        .entities()
        .forEach((type, resolver) ->
            registry.register(
                type,
                DataLoaderFactory.<UUID, @Nullable Snapshot>newDataLoader(
                    batch(context, ids -> references(context, resolver, ids)))));
    wiring
        .children()
        .forEach((place, children) ->
            registry.register(
                place.type() + "." + place.field(),
                DataLoaderFactory.<ListKey, @Nullable Page>newDataLoader(
                    batch(context, keys -> lists(context, children, keys)))));
    wiring
        .values()
        .forEach((place, values) ->
            registry.register(
                place.type() + "." + place.field(),
                DataLoaderFactory.<UUID, @Nullable Object>newDataLoader(
                    batch(context, ids -> computed(context, values, ids)),
                    // two mutations of one request may each want to see their own effect
                    DataLoaderOptions.newOptions().setCachingEnabled(false).build())));
    return registry;
  }

  private <K, V extends @Nullable Object> BatchLoader<K, V> batch(
      GraphQLContext context, java.util.function.Function<List<K>, List<V>> load) {
    return keys -> async(context, () -> load.apply(keys));
  }

  /// Runs work of a request on a virtual thread, as part of the request's trace and under the
  /// policy that decides about its viewer.
  <T extends @Nullable Object> CompletableFuture<T> async(
      GraphQLContext context, Supplier<T> work) {
    Traceparent trace = context.getOrDefault(Traceparent.class, Trace.current());
    @Nullable Viewer viewer = context.get(Viewer.class);
    LongSupplier policy = viewer == null ? () -> 0 : viewer::policyRevision;
    Supplier<SessionReach> reach = viewer == null ? SessionReach::nothing : viewer::reach;
    return CompletableFuture.supplyAsync(
        () ->
            Trace.call(
                trace, () -> PolicyRevision.call(policy, () -> ClientWork.call(reach, work))),
        threads);
  }

  private static List<@Nullable Snapshot> references(
      GraphQLContext context, Wiring.EntityResolver resolver, List<UUID> ids) {
    Map<UUID, Snapshot> found = resolver.resolve(ids, viewer(context));
    List<@Nullable Snapshot> ordered = new ArrayList<>();
    ids.forEach(id -> ordered.add(found.get(id)));
    return ordered;
  }

  private static List<@Nullable Object> computed(
      GraphQLContext context, Wiring.Values values, List<UUID> ids) {
    Map<UUID, ?> found = values.of(viewer(context), Set.copyOf(ids));
    List<@Nullable Object> ordered = new ArrayList<>();
    ids.forEach(id -> ordered.add(found.get(id)));
    return ordered;
  }

  private static List<@Nullable Page> lists(
      GraphQLContext context, Wiring.Children children, List<ListKey> keys) {
    Map<PageRequest, List<UUID>> byRequest = new LinkedHashMap<>();
    keys.forEach(
        key -> byRequest.computeIfAbsent(key.request(), _ -> new ArrayList<>()).add(key.parent()));
    Map<ListKey, Page> found = new HashMap<>();
    byRequest.forEach((request, parents) ->
        children
            .pages(viewer(context), request, parents)
            .forEach((parent, page) -> found.put(new ListKey(parent, request), page)));
    List<@Nullable Page> ordered = new ArrayList<>();
    keys.forEach(key -> ordered.add(found.get(key)));
    return ordered;
  }

  private static Viewer viewer(GraphQLContext context) {
    return Objects.requireNonNull(context.<Viewer>get(Viewer.class));
  }
}
