package dev.orrery.provider.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.orrery.provider.testkit.bench.UnderTest;
import dev.orrery.provider.testkit.checks.Catalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The example in TypeScript is built where nothing of ours is near, and keeps the whole contract.
class ExampleProviderTest {
  private static final Path ROOT = Path.of(System.getProperty("orrery.root"));
  private static final Path EXAMPLE = ROOT.resolve("examples/providers/shelf");
  private static final int OLDEST_NODE = 20;
  private static final int MINUTES = 3;

  @TempDir static Path folder;

  @Test
  void keepsTheProviderContract() throws Exception {
    needsNode();
    for (var file : List.of("package.json", "package-lock.json", "tsconfig.json")) {
      Files.copy(EXAMPLE.resolve(file), folder.resolve(file));
    }
    Files.createDirectory(folder.resolve("src"));
    for (var file : List.of("src/shelf.ts", "src/machines.ts", "src/secrets.ts")) {
      Files.copy(EXAMPLE.resolve(file), folder.resolve(file));
    }
    var installed = run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
    assumeTrue(installed.code() == 0, "skipped: npm ci did not work here: " + installed.output());
    var built = run("npm", "run", "build");
    assertThat(built.code()).as(built.output()).isZero();

    var provider = UnderTest.of(List.of("node", folder.resolve("dist/shelf.js").toString()), ROOT);
    var verdicts = Run.of(provider, Catalogue.all(), 4, verdict -> {});

    assertThat(verdicts.of(Verdict.Kind.FAILED)).isEmpty();
    assertThat(verdicts.of(Verdict.Kind.NOT_APPLICABLE)).isEmpty();
    assertThat(verdicts.certified()).isTrue();
  }

  @Test
  void saysNothingOfRegistries() throws IOException {
    assertThat(Files.readString(EXAMPLE.resolve("package-lock.json"))).doesNotContain("resolved");
  }

  private static void needsNode() throws InterruptedException {
    try {
      var version = run("node", "--version").output().strip();
      assumeTrue(
          Integer.parseInt(version.substring(1, version.indexOf('.'))) >= OLDEST_NODE,
          "skipped: node is " + version + ", and the example needs " + OLDEST_NODE);
      run("npm", "--version");
    } catch (UncheckedIOException e) {
      assumeTrue(false, "skipped: there is no node with npm here: " + e.getMessage());
    }
  }

  private record Ended(int code, String output) {}

  private static Ended run(String... command) throws InterruptedException {
    try {
      var log = Files.createTempFile(folder, "log", null);
      var process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
      }
      return new Ended(
          process.exitValue(), new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
