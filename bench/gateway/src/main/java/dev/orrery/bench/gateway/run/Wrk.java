package dev.orrery.bench.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The load: wrk, with a fixed number of connections, each of which asks again as soon as it is
/// answered.
///
/// @param program how wrk is started here
record Wrk(String program, Path script, Path body, int core) {
  static final int CONNECTIONS = 50;

  /// What wrk saw.
  ///
  /// @param requests answered
  /// @param seconds that it took
  /// @param p50 milliseconds
  /// @param p99 milliseconds
  /// @param failures no answer, or a status other than 2xx
  record Load(long requests, double seconds, double p50, double p99, long failures) {}

  Load run(String url, Duration duration) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "taskset",
                "-c",
                Integer.toString(core),
                program,
                "--threads",
                "1",
                "--connections",
                Integer.toString(CONNECTIONS),
                "--duration",
                duration.toSeconds() + "s",
                "--timeout",
                "10s",
                "--script",
                script.toString(),
                url,
                body.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.waitFor();
    List<String> reports = said.lines().filter(line -> line.startsWith("{")).toList();
    if (status != 0 || reports.size() != 1) {
      throw new IOException("wrk failed with status %d: %s".formatted(status, said));
    }
    JsonNode report = new ObjectMapper().readTree(reports.getFirst());
    return new Load(
        report.path("requests").asLong(),
        report.path("duration").asDouble() / 1e6,
        report.path("p50").asDouble() / 1e3,
        report.path("p99").asDouble() / 1e3,
        report.path("failures").asLong());
  }
}
