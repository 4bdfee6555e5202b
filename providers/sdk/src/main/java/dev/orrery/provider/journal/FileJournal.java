package dev.orrery.provider.journal;

import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The journal of a provider that runs as one process: a file of JSON lines, shortened at a start
/// when most of it is history. A resource that is gone is forgotten after a week.
public final class FileJournal implements Journal {
  private static final Duration FORGET_GONE_AFTER = Duration.ofDays(7);
  private static final int HISTORY_WORTH_SHORTENING = 1000;

  private final AppendLog log;
  private final Map<String, Memory> latest;

  private FileJournal(AppendLog log, Map<String, Memory> latest) {
    this.log = log;
    this.latest = latest;
  }

  /// Opens or creates the file.
  ///
  /// @throws IllegalStateException when another process has it open, or a line in it is broken
  public static FileJournal open(Path file) {
    var latest = new ConcurrentHashMap<String, Memory>();
    var lines = new int[1];
    var log = open(file, latest, lines);
    var horizon = Instant.now().minus(FORGET_GONE_AFTER);
    latest.values().removeIf(memory -> gone(memory) && memory.at().isBefore(horizon));
    if (lines[0] > 2 * latest.size() + HISTORY_WORTH_SHORTENING) {
      // Giving the lock up for a moment loses nothing: this process has written nothing yet, and
      // the move is atomic.
      log.close();
      AppendLog.rewrite(file, latest.values().stream().map(FileJournal::line));
      log = open(file, latest, lines);
    }
    return new FileJournal(log, latest);
  }

  private static AppendLog open(Path file, Map<String, Memory> latest, int[] lines) {
    return AppendLog.open(
        file,
        line -> {
          lines[0]++;
          var memory = read(line, file);
          latest.put(memory.resourceId(), memory);
        });
  }

  private static Memory read(String line, Path file) {
    try {
      return Wire.read(line.getBytes(StandardCharsets.UTF_8), Memory.class);
    } catch (IOException e) {
      throw new IllegalStateException("%s has a broken line: %s".formatted(file, line), e);
    }
  }

  private static boolean gone(Memory memory) {
    var answer = memory.answer();
    return answer != null && answer.outcome() == Report.Result.GONE;
  }

  private static String line(Memory memory) {
    return new String(Wire.write(memory), StandardCharsets.UTF_8);
  }

  @Override
  public Memory recall(String resourceId) {
    return known(resourceId, latest.get(resourceId));
  }

  @Override
  public Memory update(String resourceId, UnaryOperator<Memory> change) {
    return latest.compute(
        resourceId,
        (id, before) -> {
          var after = change.apply(known(id, before));
          log.append(line(after));
          return after;
        });
  }

  private static Memory known(String resourceId, @Nullable Memory memory) {
    return memory == null ? Memory.blank(resourceId) : memory;
  }

  @Override
  public void close() {
    log.close();
  }
}
