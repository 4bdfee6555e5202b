package dev.orrery.kit.testing;

import dev.orrery.launcher.Shell;
import java.util.List;
import java.util.stream.Stream;

/// Signals that Java has no method for.
final class Signals {
  private Signals() {}

  static void freezeTree(ProcessHandle process) {
    send("-STOP", process);
  }

  static void thawTree(ProcessHandle process) {
    send("-CONT", process);
  }

  private static void send(String signal, ProcessHandle process) {
    Stream.concat(Stream.of(process), process.descendants())
        .forEach(one -> Shell.run(List.of("kill", signal, String.valueOf(one.pid()))));
  }
}
