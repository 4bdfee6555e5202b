package dev.orrery.gateway.server;

import java.util.LinkedHashMap;
import java.util.Map;

/// The command line, as configuration.
sealed interface Arguments {
  String USAGE =
      """
      Serves a federated GraphQL graph.

        --supergraph FILE   a composed supergraph, or
        --subgraphs FILE    a JSON list of subgraphs [{"name", "url", "sdl"?}], or
        --compose DIR       a folder of SDL files, one per subgraph
        --port N            where to listen (4000)
        --host H            the address to listen on (127.0.0.1)
        --config FILE       further settings, as a properties file
        --help              this text
      """;

  /// @param properties configuration by name
  record Settings(Map<String, String> properties) implements Arguments {}

  /// @param wanted whether somebody asked for it
  record Usage(String text, boolean wanted) implements Arguments {}

  static Arguments parse(String... args) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (int i = 0; i < args.length; i += 2) {
      String property =
          switch (args[i]) {
            case "--supergraph" -> "gateway.supergraph";
            case "--subgraphs" -> "gateway.subgraphs";
            case "--compose" -> "gateway.compose";
            case "--port" -> "quarkus.http.port";
            case "--host" -> "quarkus.http.host";
            case "--config" -> "quarkus.config.locations";
            default -> "";
          };
      if (args[i].equals("--help")) {
        return new Usage(USAGE, true);
      }
      if (property.isEmpty()) {
        return new Usage("Unknown argument %s.%n%n%s".formatted(args[i], USAGE), false);
      }
      if (i + 1 == args.length) {
        return new Usage("%s needs a value.%n%n%s".formatted(args[i], USAGE), false);
      }
      properties.put(property, args[i + 1]);
    }
    return new Settings(properties);
  }
}
