package dev.orrery.gateway.server;

import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.testing.Shop;
import dev.orrery.gateway.execution.testing.SubgraphServer;
import dev.orrery.gateway.execution.testing.TestSubgraph;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Subgraphs for a gateway in another process to call, and the file that lists them.
final class ShopServers implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, SubgraphServer> servers = new LinkedHashMap<>();

  ShopServers() {
    this(Shop.users(), Shop.products(), Shop.reviews());
  }

  ShopServers(TestSubgraph... subgraphs) {
    for (TestSubgraph subgraph : subgraphs) {
      servers.put(subgraph.name(), new SubgraphServer(vertx, subgraph));
    }
  }

  SubgraphServer server(String name) {
    return servers.get(name);
  }

  /// Writes the list of those subgraphs.
  ///
  /// @param withSdl the names of those whose SDL is in the file; the gateway has to ask the others
  void list(Path file, String... withSdl) throws IOException {
    List<Object> list = new ArrayList<>();
    servers.forEach((name, server) -> {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", name);
      entry.put("url", server.url());
      if (List.of(withSdl).contains(name)) {
        entry.put("sdl", server.subgraph().sdl());
      }
      list.add(entry);
    });
    Files.write(file, new JsonOutput(1024).value(list).toByteArray());
  }

  @Override
  public void close() {
    servers.values().forEach(SubgraphServer::close);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
