package dev.orrery.provider.verification;

import dev.orrery.provider.Identity;
import dev.orrery.provider.Work;
import dev.orrery.provider.journal.AppendLog;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The verification protocol of the provider guide. A provider calls it around each change of its
/// back end; outside the testkit, where `ORRERY_VERIFICATION` is not set, it does nothing.
///
/// ```java
/// var strike = verification.before(work);
/// cloud.boot(work.resourceId(), desired);
/// strike.happened("created");
/// ```
public final class Verification {
  private static final String CAPABILITY = "verification:1";

  private final @Nullable Path folder;

  private Verification(@Nullable Path folder) {
    this.folder = folder;
  }

  /// What the environment asks for.
  public static Verification of(Map<String, String> environment) {
    var folder = environment.get("ORRERY_VERIFICATION");
    return new Verification(folder == null ? null : Path.of(folder));
  }

  /// The testkit's folder, when it is at work. A simulated back end keeps its world there, since
  /// the provider's own memory may be taken away.
  public Optional<Path> folder() {
    return Optional.ofNullable(folder);
  }

  /// The identity that says so, when the testkit is at work.
  public Identity announcedBy(Identity identity) {
    return folder == null ? identity : identity.withCapability(CAPABILITY);
  }

  /// What an outsider shall do to the resource now. To be asked before the back end is looked at,
  /// and to be done without a word.
  public Outside outside(Work work) {
    var taken = take(work.resourceId(), List.of("vanish", "drift"));
    return taken
        .map(word -> word.equals("vanish") ? Outside.VANISH : Outside.DRIFT)
        .orElse(Outside.NOTHING);
  }

  /// To be called right before a change of the back end. It may block, throw what a back end would
  /// cause, or not return at all.
  ///
  /// @throws BackEndFault when nothing shall happen
  public Strike before(Work work) {
    var strike =
        new Strike(
            this,
            work,
            take(
                    work.resourceId(),
                    List.of(
                        "transient",
                        "permanent",
                        "throw",
                        "lost",
                        "crash-before",
                        "crash-after",
                        "slow",
                        "settle"))
                .orElse(""));
    strike.begin();
    return strike;
  }

  void write(Work work, String effect) {
    if (folder == null) {
      return;
    }
    var line =
        Map.of(
            "resourceId",
            work.resourceId(),
            "operationToken",
            work.operationToken(),
            "effect",
            effect);
    try (var out =
        Files.newOutputStream(
            folder.resolve("effects"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      var bytes = Wire.write(line);
      var whole = Arrays.copyOf(bytes, bytes.length + 1);
      whole[bytes.length] = '\n';
      out.write(whole);
    } catch (IOException e) {
      throw new UncheckedIOException("the effect cannot be noted", e);
    }
  }

  /// Takes the first line of the resource's file when its first word is one of those.
  private Optional<String> take(String resourceId, List<String> words) {
    if (folder == null) {
      return Optional.empty();
    }
    var file = folder.resolve("faults").resolve(resourceId);
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      var lines = Files.readAllLines(file);
      if (lines.isEmpty() || !words.contains(lines.getFirst().split(" ")[0])) {
        return Optional.empty();
      }
      if (lines.size() == 1) {
        Files.delete(file);
      } else {
        AppendLog.rewrite(file, lines.stream().skip(1));
      }
      return Optional.of(lines.getFirst());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
