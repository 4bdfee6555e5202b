package dev.orrery.gateway.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;

/// Starts the gateway: `--supergraph FILE | --subgraphs FILE.json | --compose DIR`, and what else
/// [Arguments] knows.
@QuarkusMain
public final class Main {
  private Main() {}

  /// Exits with 2 when the arguments, or the settings of `--config`, make no sense.
  public static void main(String... args) {
    switch (Arguments.parse(args)) {
      case Arguments.Usage(var text, var wanted) -> {
        (wanted ? System.out : System.err).println(text);
        System.exit(wanted ? 0 : 2);
      }
      case Arguments.Settings(var properties) -> {
        String file = properties.get("quarkus.config.locations");
        List<String> problems =
            file == null ? List.of() : SettingsFile.check(Path.of(file), GatewayConfig.class);
        if (!problems.isEmpty()) {
          problems.forEach(System.err::println);
          System.exit(2);
        }
        properties.forEach(System::setProperty);
        Quarkus.run();
      }
    }
  }
}
