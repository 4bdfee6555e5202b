package dev.orrery.permissions.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.permissions.OperatorResource;
import dev.orrery.permissions.WithHouse;
import io.restassured.RestAssured;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The examples of `docs/identity.md`, run as they stand there.
@WithHouse
class GuideTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```bash\n(.*?)```");

  @Test
  void theExamplesOfTheGuideWork() throws Exception {
    String guide =
        Files.readString(Path.of(System.getProperty("orrery.root"), "docs", "identity.md"));
    List<String> examples = new ArrayList<>();
    Matcher found = EXAMPLE.matcher(guide);
    while (found.find()) {
      examples.add(found.group(1));
    }
    assertThat(examples).hasSizeGreaterThanOrEqualTo(9);
    String script = "set -euo pipefail\n" + String.join("\n", examples) + "\necho; echo ALL DONE\n";
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true);
    builder.environment().put("ORRERY", "http://localhost:" + RestAssured.port);
    builder.environment().put("GRAPH", "http://localhost:%d/graphql".formatted(RestAssured.port));
    builder.environment().put("OPERATOR_SECRET", OperatorResource.SECRET);
    Process bash = builder.start();
    bash.getOutputStream().close();
    String said;
    try (InputStream output = bash.getInputStream()) {
      said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(bash.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(said).doesNotContain("\"errors\"").contains("\"active\":true");
    assertThat(said.strip()).endsWith("ALL DONE");
    assertThat(bash.exitValue()).isZero();
  }
}
