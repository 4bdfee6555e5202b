package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.composition.SubgraphSource;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.json.MalformedJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON file that lists subgraphs: `[{"name": …, "url": …, "sdl": …}]`. One without `sdl` is
/// asked for it, by the field `_service` that every federated subgraph has.
record SubgraphList(Path file, SubgraphUrls urls) implements GraphSource {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @Override
  public Supergraph load() {
    List<SubgraphSource> subgraphs = new ArrayList<>();
    for (Object entry : SubgraphUrls.entries(file)) {
      if (!(entry instanceof Map<?, ?> map) || !(map.get("name") instanceof String name)) {
        throw new UnusableGraph("%s: each entry needs a name".formatted(file));
      }
      String url = urls.find(name).orElse(map.get("url") instanceof String text ? text : "");
      String sdl = map.get("sdl") instanceof String text ? text : ask(name, url);
      subgraphs.add(new SubgraphSource(name, url, sdl));
    }
    return Composition.of(subgraphs);
  }

  private static String ask(String name, String url) {
    byte[] query = new JsonOutput(64).value(Map.of("query", "{_service{sdl}}")).toByteArray();
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<byte[]> response =
          client.send(
              HttpRequest.newBuilder(URI.create(url))
                  .timeout(TIMEOUT)
                  .header("content-type", "application/json")
                  .header("accept", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofByteArray(query))
                  .build(),
              HttpResponse.BodyHandlers.ofByteArray());
      String sdl = sdl(JsonValues.read(response.body(), JsonLimits.STANDARD));
      if (sdl == null) {
        throw new UnusableGraph("the subgraph %s at %s does not tell its SDL".formatted(name, url));
      }
      return sdl;
    } catch (IOException | IllegalArgumentException | MalformedJson e) {
      throw new UnusableGraph(
          "the subgraph %s at %s does not tell its SDL: %s".formatted(name, url, e.getMessage()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnusableGraph("interrupted while asking the subgraph " + name, e);
    }
  }

  private static @Nullable String sdl(@Nullable Object response) {
    return response instanceof Map<?, ?> body
            && body.get("data") instanceof Map<?, ?> data
            && data.get("_service") instanceof Map<?, ?> service
            && service.get("sdl") instanceof String sdl
        ? sdl
        : null;
  }

  @Override
  public String fingerprint() {
    return SourceFiles.fingerprint(List.of(file));
  }

  @Override
  public List<String> files() {
    return List.of(file.toString());
  }
}
