package dev.orrery.permissions;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives the application an operator's secret, and a place for its public keys.
public final class OperatorResource implements QuarkusTestResourceLifecycleManager {
  public static final String SECRET = "correct horse: battery staple";

  private @Nullable Path folder;

  @Override
  public Map<String, String> start() {
    try {
      folder = Files.createTempDirectory("orrery-jwks-");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return Map.of(
        "orrery.operator.secret",
        SECRET,
        // Hashes that are as slow as they should be would make the tests slow too.
        "orrery.passwords.memory-kib",
        "4096",
        // For the test that looks for secrets in it.
        "quarkus.log.file.enabled",
        "true",
        "quarkus.log.file.path",
        folder.resolve("service.log").toString(),
        "orrery.jwks-file",
        folder.resolve("new/jwks.json").toString());
  }

  @Override
  public void stop() {
    if (folder != null) {
      delete(folder.resolve("new/jwks.json"));
      delete(folder.resolve("new"));
      delete(folder.resolve("service.log"));
      delete(folder);
      folder = null;
    }
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
