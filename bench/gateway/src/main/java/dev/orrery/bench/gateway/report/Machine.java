package dev.orrery.bench.gateway.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the measuring was done, and with what.
final class Machine {
  private Machine() {}

  static String describe() {
    return "%s, %d cores, %s, Linux %s; JDK %s, node %s; Orrery %s"
        .formatted(
            field(Path.of("/proc/cpuinfo"), "model name"),
            Runtime.getRuntime().availableProcessors(),
            memory(),
            System.getProperty("os.version"),
            Runtime.version().toString(),
            said("node", "--version"),
            said("git", "rev-parse", "--short", "HEAD"));
  }

  private static String memory() {
    String kilobytes = field(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "");
    return kilobytes.isEmpty()
        ? "unknown memory"
        : "%d GB".formatted(Math.round(Long.parseLong(kilobytes) / 1024.0 / 1024.0));
  }

  private static String field(Path file, String name) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String said(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return process.waitFor() == 0 ? text : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
