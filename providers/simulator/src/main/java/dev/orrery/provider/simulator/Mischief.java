package dev.orrery.provider.simulator;

import dev.orrery.provider.journal.AppendLog;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The faults in force, kept in `faults.json` of the simulator's home. A fault that was counted
/// down is on disk before it strikes, so that a crash asked for once happens once.
final class Mischief {
  private final Path file;
  private Faults faults;

  private Mischief(Path file, Faults faults) {
    this.file = file;
    this.faults = faults;
  }

  /// Reads the file, or begins with `initial` (the same JSON) where there is none.
  ///
  /// @throws IOException when that is no such JSON
  static Mischief open(Path home, @Nullable String initial) throws IOException {
    var file = home.resolve("faults.json");
    if (Files.exists(file)) {
      return new Mischief(file, Wire.read(Files.readAllBytes(file), Faults.class));
    }
    var faults =
        initial == null
            ? Faults.NONE
            : Wire.read(initial.getBytes(StandardCharsets.UTF_8), Faults.class);
    return new Mischief(file, faults);
  }

  synchronized Faults faults() {
    return faults;
  }

  synchronized void set(Faults others) {
    AppendLog.rewrite(file, Stream.of(new String(Wire.write(others), StandardCharsets.UTF_8)));
    faults = others;
  }

  /// True when this fault befalls this call.
  synchronized boolean strikes(Faults.Kind kind) {
    var fault = faults.of(kind);
    if (fault.next() > 0) {
      set(faults.with(kind, fault.used()));
      return true;
    }
    return fault.rate() > 0 && ThreadLocalRandom.current().nextDouble() < fault.rate();
  }
}
