package dev.orrery.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path folder;

  @Test
  void aSecretIsTheSameForEveryoneWhoAsksAtOnce() throws Exception {
    var secrets = new Secrets(folder.resolve("secrets"));
    var seen = new HashSet<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<String> ask = () -> secrets.of("one");
      for (var answer : threads.invokeAll(IntStream.range(0, 50).mapToObj(_ -> ask).toList())) {
        seen.add(answer.get());
      }
    }
    assertThat(seen).hasSize(1);
    try (var files = Files.list(folder.resolve("secrets"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void twoSecretsDifferAndAreForTheirOwnerAlone() throws Exception {
    var secrets = new Secrets(folder.resolve("secrets"));
    assertThat(secrets.of("one")).matches("[0-9a-f]{48}").isNotEqualTo(secrets.of("two"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("secrets/one")))
        .hasToString("[OWNER_READ, OWNER_WRITE]");
  }
}
