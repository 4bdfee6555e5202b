package dev.orrery.launcher.nats;

import dev.orrery.launcher.Shell;
import java.nio.file.Path;
import java.util.List;

/// Where the nats-server program is.
public final class NatsBinary {
  private NatsBinary() {}

  /// Finds a nats-server that is new enough, and fetches one on first use.
  ///
  /// @param root the repository, whose `launcher/nats-server.sh` knows how
  /// @throws IllegalStateException with advice, when there is none and none can be had
  public static Path locate(Path root) {
    var lines = Shell.run(List.of(root.resolve("launcher/nats-server.sh").toString())).lines();
    return Path.of(lines.reduce("", (_, last) -> last));
  }
}
