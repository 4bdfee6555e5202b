package dev.orrery.bench.gateway.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process and those that it started, on one core. Held while it is not its turn, so that its
/// timers disturb nobody.
final class Running implements AutoCloseable {
  /// The unit of times in `/proc`, on every Linux.
  private static final double MILLISECONDS_PER_TICK = 10;

  private final Process process;
  private final Path log;

  private Running(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static Running start(
      int core, List<String> command, Map<String, String> environment, Path folder, Path log)
      throws IOException {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
    pinned.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(pinned)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    Running running = new Running(builder.start(), log);
    Runtime.getRuntime().addShutdownHook(new Thread(running::close));
    return running;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// The end of what it said, to tell why it failed.
  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    } catch (IOException e) {
      return "(%s cannot be read)".formatted(log);
    }
  }

  /// Time on the processor so far, in milliseconds.
  double cpu() throws IOException {
    double ticks = 0;
    for (ProcessHandle each : all()) {
      // The second field is the command in brackets, which may hold spaces.
      String stat = Files.readString(Path.of("/proc/%d/stat".formatted(each.pid())));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      ticks += Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
    return ticks * MILLISECONDS_PER_TICK;
  }

  /// The most memory that was resident at once, in MB.
  double peakMemory() throws IOException {
    double kilobytes = 0;
    for (ProcessHandle each : all()) {
      for (String line : Files.readAllLines(Path.of("/proc/%d/status".formatted(each.pid())))) {
        if (line.startsWith("VmHWM:")) {
          kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
        }
      }
    }
    return kilobytes / 1024;
  }

  void hold() throws IOException, InterruptedException {
    signal("STOP");
  }

  void go() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    all().forEach(each -> command.add(Long.toString(each.pid())));
    new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private List<ProcessHandle> all() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
