package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.subgraph.FederationDirective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds `docs/federation.md` against the code.
class FederationGuideTest {
  private static final Path ROOT = Path.of(System.getProperty("orrery.root", "../.."));
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  private static String guide() throws IOException {
    return Files.readString(ROOT.resolve("docs/federation.md"));
  }

  @Test
  void namesEveryDirective() throws IOException {
    var guide = guide();
    assertThat(Arrays.stream(FederationDirective.values()))
        .allSatisfy(it -> {
          var since = it.inVersion1() && it.since() == 0 ? "v(1|2\\.0)" : "v2\\." + it.since();
          assertThat(guide)
              .containsPattern("\\| `@%s` \\| %s \\|".formatted(it.directiveName(), since));
        });
  }

  @Test
  void namesTestsThatExist() throws IOException {
    try (var files = Files.walk(ROOT.resolve("gateway"))) {
      var tests =
          files
              .map(it -> it.getFileName().toString())
              .filter(it -> it.endsWith("Test.java"))
              .map(it -> it.replace(".java", ""))
              .collect(Collectors.toSet());
      assertThat(TEST.matcher(guide()).results().map(it -> it.group(1)))
          .isNotEmpty()
          .allSatisfy(it -> assertThat(tests).contains(it));
    }
  }
}
