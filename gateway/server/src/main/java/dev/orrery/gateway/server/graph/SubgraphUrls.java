package dev.orrery.gateway.server.graph;

import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.execution.json.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/// Addresses of subgraphs that configuration sets, whatever the supergraph says:
/// `gateway.subgraph-url."name"` (`GATEWAY_SUBGRAPH_URL_NAME` in the environment), else the list
/// that `orrery.subgraphs` names, a JSON file of `[{"name": …, "url": …}]`.
record SubgraphUrls(Config config, Map<String, String> listed) {
  SubgraphUrls {
    listed = Map.copyOf(listed);
  }

  static SubgraphUrls of(Config config) {
    return new SubgraphUrls(
        config,
        config
            .getOptionalValue("orrery.subgraphs", String.class)
            .map(file -> list(Path.of(file)))
            .orElse(Map.of()));
  }

  /// These, and behind them those of another list, if there is such a file.
  SubgraphUrls or(Path list) {
    if (!Files.exists(list)) {
      return this;
    }
    Map<String, String> both = new LinkedHashMap<>(list(list));
    both.putAll(listed);
    return new SubgraphUrls(config, both);
  }

  Optional<String> find(String subgraph) {
    return config
        .getOptionalValue("gateway.subgraph-url.\"%s\"".formatted(subgraph), String.class)
        .or(() -> config.getOptionalValue("gateway.subgraph-url." + subgraph, String.class))
        .or(() -> Optional.ofNullable(listed.get(subgraph)));
  }

  private static Map<String, String> list(Path file) {
    Map<String, String> urls = new LinkedHashMap<>();
    for (Object entry : entries(file)) {
      if (entry instanceof Map<?, ?> map
          && map.get("name") instanceof String name
          && map.get("url") instanceof String url) {
        urls.put(name, url);
      }
    }
    return urls;
  }

  /// The entries of a list of subgraphs.
  static List<?> entries(Path file) {
    try {
      byte[] json = SourceFiles.read(file).getBytes(StandardCharsets.UTF_8);
      if (JsonValues.read(json, JsonLimits.STANDARD) instanceof List<?> list && !list.isEmpty()) {
        return list;
      }
      throw new UnusableGraph("%s must be a JSON list of subgraphs".formatted(file));
    } catch (MalformedJson e) {
      throw new UnusableGraph("%s is no JSON: %s".formatted(file, e.getMessage()), e);
    }
  }
}
