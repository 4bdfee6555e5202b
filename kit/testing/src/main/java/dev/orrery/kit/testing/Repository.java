package dev.orrery.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Where the checked out repository is, and where tests keep what is worth keeping.
public final class Repository {
  private Repository() {}

  /// The folder of `mvnw`: the system property `orrery.root`, or else found upwards.
  public static Path root() {
    var property = System.getProperty("orrery.root");
    if (property != null) {
      return Path.of(property);
    }
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("mvnw"))) {
        return folder;
      }
    }
    throw new IllegalStateException("not inside the repository: " + Path.of("").toAbsolutePath());
  }

  /// The contract of every stream.
  public static Path streams() {
    return root().resolve("schemas/streams.json");
  }

  static Path state() {
    var home = System.getenv("ORRERY_HOME");
    return home == null ? root().resolve(".orrery") : Path.of(home);
  }

  static Path temporary(String name) {
    try {
      return Files.createTempDirectory("orrery-" + name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
