package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script makes a class cache of the built gateway, and starts the gateway from it.
class ClassCacheIT {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private Path home;

  @Test
  void startsFromTheClassCacheThatTheBuildMakes() throws Exception {
    Path app = Path.of(System.getProperty("gateway.jar")).getParent();
    shell("ln -s '%s' \"$APPS/test/gateway\" && make_gateway_cache".formatted(app));
    assertThat(home.resolve("apps/test/gateway-alone.aot")).isNotEmptyFile();
    // AOTMode=on: ends the JVM when the cache does not fit.
    Path loaded = home.resolve("loaded.log");
    List<String> command =
        shell(
                "ORRERY_JAVA_OPTS='-XX:AOTMode=on -Xlog:class+load:file=%s' gateway_command"
                    .formatted(loaded))
            .lines()
            .toList();
    assertThat(command)
        .contains("-XX:AOTCache=" + home.resolve("apps/test/gateway-alone.aot"))
        .noneMatch(flag -> flag.contains("TieredStopAtLevel"));
    try (GatewayProcess gateway =
        GatewayProcess.startAs(
            command, "--supergraph", ROOT.resolve("schemas/supergraph.graphql").toString())) {
      assertThat(gateway.post("{\"query\":\"{ __typename }\"}").statusCode()).isEqualTo(200);
    }
    assertThat(Files.readAllLines(loaded))
        .anySatisfy(line ->
            assertThat(line)
                .contains("dev.orrery.gateway.server.graph.LiveGraph source: shared objects file"))
        .anySatisfy(
            line -> assertThat(line).contains("graphql.parser.Parser source: shared objects file"));
  }

  private String shell(String command) throws IOException, InterruptedException {
    String script =
        """
        set -eu
        ORRERY_ROOT='%s'; ORRERY_HOME='%s'; export ORRERY_ROOT ORRERY_HOME JAVA_HOME='%s'
        for file in common java build gateway; do . "$ORRERY_ROOT/launcher/shell/$file.sh"; done
        mkdir -p "$APPS/test"; echo test >"$APPS/current"
        %s
        """
            .formatted(ROOT, home, System.getProperty("java.home"), command);
    Process process = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }
}
