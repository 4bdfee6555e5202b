package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;

/// Asks for a computed field of a resource, together with all others' at the same place.
record ValueFetcher(String loader) implements DataFetcher<CompletableFuture<Object>> {

  @Override
  public CompletableFuture<Object> get(DataFetchingEnvironment environment) {
    Request.viewer(environment);
    Snapshot resource = Objects.requireNonNull(environment.getSource());
    DataLoader<UUID, Object> values = Objects.requireNonNull(environment.getDataLoader(loader));
    return values.load(resource.id().uuid());
  }
}
