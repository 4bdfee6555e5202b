package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.subgraph.page.Page;
import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;

/// Asks for a parent's list, together with all other parents' at the same place.
record ListFetcher(String loader) implements DataFetcher<CompletableFuture<Page>> {

  @Override
  public CompletableFuture<Page> get(DataFetchingEnvironment environment) {
    Request.viewer(environment);
    IdArguments.check(environment);
    Snapshot parent = Objects.requireNonNull(environment.getSource());
    DataLoader<Loaders.ListKey, Page> lists =
        Objects.requireNonNull(environment.getDataLoader(loader));
    return lists.load(new Loaders.ListKey(parent.id().uuid(), Request.pageRequest(environment)));
  }
}
