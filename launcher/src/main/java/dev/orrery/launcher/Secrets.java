package dev.orrery.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;

/// Generated passwords, one file each, readable by their owner alone.
///
/// @param folder created with mode 0700 when the first secret is asked for
public record Secrets(Path folder) {
  private static final int BYTES = 24;

  /// The secret of that name, made on first use. Letters and digits only, so it needs no quoting
  /// anywhere.
  public String of(String name) {
    var file = folder.resolve(name);
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the secret " + file, e);
    }
  }

  private void create(Path file) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rw-------");
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    var part = Files.createTempFile(folder, ".new", null);
    try (var out = Files.newByteChannel(part, EnumSet.of(StandardOpenOption.WRITE))) {
      Files.setPosixFilePermissions(part, ownerOnly);
      out.write(
          ByteBuffer.wrap(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII)));
    }
    try {
      // A link, unlike a rename, never replaces a secret that somebody else has just made.
      Files.createLink(file, part);
    } catch (FileAlreadyExistsException _) {
      return;
    } finally {
      Files.delete(part);
    }
  }
}
