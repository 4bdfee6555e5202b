package dev.orrery.launcher.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.Properties;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The PostgreSQL server's programs, unpacked from the class path.
///
/// @param folder holds `bin/`, `lib/` and `share/`
public record PostgresBinaries(Path folder) {
  private static final String COMPLETE = ".complete";

  /// Unpacks the server for this machine below `parent`, unless it is there already. Safe when
  /// several processes ask at once: one unpacks, the others wait.
  public static synchronized PostgresBinaries unpackedBelow(Path parent) {
    var folder = parent.resolve(version()).toAbsolutePath();
    try {
      if (!Files.exists(folder.resolve(COMPLETE))) {
        Files.createDirectories(parent);
        try (var lock =
                FileChannel.open(
                    parent.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var _ = lock.lock()) {
          unpack(parent, folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unpack PostgreSQL into " + folder, e);
    }
    return new PostgresBinaries(folder);
  }

  String program(String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  /// The server's version, as in `18.6.0`.
  public static String version() {
    var properties = new Properties();
    try (var in = PostgresBinaries.class.getResourceAsStream("postgres.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static void unpack(Path parent, Path folder) throws IOException {
    if (Files.exists(folder.resolve(COMPLETE))) {
      return;
    }
    deleteTree(folder);
    var part = Files.createTempDirectory(parent, ".unpacking");
    try (var archive = archive()) {
      for (TarArchiveEntry entry; (entry = archive.getNextEntry()) != null; ) {
        var target = part.resolve(entry.getName()).normalize();
        if (!target.startsWith(part)) {
          throw new IOException(
              "the archive wants to write outside its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(archive, target);
          Files.setPosixFilePermissions(
              target,
              PosixFilePermissions.fromString(
                  (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createFile(part.resolve(COMPLETE));
    Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static TarArchiveInputStream archive() throws IOException {
    var name = "/postgres-%s-%s".formatted(system(), architecture());
    for (var suffix : new String[] {".txz", ".tgz"}) {
      var in = PostgresBinaries.class.getResourceAsStream(name + suffix);
      if (in != null) {
        var raw = new BufferedInputStream(in);
        InputStream plain =
            suffix.equals(".txz") ? new XZInputStream(raw) : new GZIPInputStream(raw);
        return new TarArchiveInputStream(plain);
      }
    }
    throw new IOException(
        "no PostgreSQL binaries for %s on %s; set ORRERY_DATABASE_URL to a server of your own"
            .formatted(system(), architecture()));
  }

  private static String system() {
    var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return os.startsWith("mac") ? "darwin" : os.startsWith("linux") ? "linux" : os;
  }

  private static String architecture() {
    var arch = System.getProperty("os.arch");
    return switch (arch) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> arch;
    };
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
