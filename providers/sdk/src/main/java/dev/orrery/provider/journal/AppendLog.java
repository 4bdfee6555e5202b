package dev.orrery.provider.journal;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A file of lines that only grows, for one process at a time. A line is there entirely or not at
/// all: the torn end that a crash may leave is cut off when the file is opened.
///
/// Threads that append at the same moment share one `fsync`. Interrupting a thread never closes the
/// file, which is why this is a stream and not a channel.
public final class AppendLog implements AutoCloseable {
  private final FileOutputStream out;
  private final FileLock lock;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock forcing = new ReentrantLock();
  private volatile long written;
  private long forced;

  private AppendLog(FileOutputStream out, FileLock lock) {
    this.out = out;
    this.lock = lock;
  }

  /// Opens or creates the file and hands over each line found in it.
  ///
  /// @throws IllegalStateException when another process has it open
  public static AppendLog open(Path file, Consumer<String> eachLine) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var out = new FileOutputStream(file.toFile(), true);
      var lock = out.getChannel().tryLock();
      if (lock == null) {
        out.close();
        throw new IllegalStateException("another process has %s open".formatted(file));
      }
      readWholeLines(file, out, eachLine);
      return new AppendLog(out, lock);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open " + file, e);
    }
  }

  /// Replaces the file's content in one step, before it is opened.
  public static void rewrite(Path file, Stream<String> lines) {
    try {
      var fresh = file.resolveSibling(file.getFileName() + ".new");
      try (var out = new FileOutputStream(fresh.toFile())) {
        var iterator = lines.iterator();
        while (iterator.hasNext()) {
          out.write((iterator.next() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        out.getFD().sync();
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot rewrite " + file, e);
    }
  }

  private static void readWholeLines(Path file, FileOutputStream out, Consumer<String> eachLine)
      throws IOException {
    var bytes = Files.readAllBytes(file);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        eachLine.accept(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    if (start < bytes.length) {
      out.getChannel().truncate(start);
      out.getFD().sync();
    }
  }

  /// Returns once the line is on disk. It holds no line break.
  public void append(String line) {
    long mine;
    writing.lock();
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      mine = ++written;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot append", e);
    } finally {
      writing.unlock();
    }
    force(mine);
  }

  private void force(long mine) {
    forcing.lock();
    try {
      if (forced < mine) {
        long upTo = written;
        out.getFD().sync();
        forced = upTo;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot force to disk", e);
    } finally {
      forcing.unlock();
    }
  }

  @Override
  public void close() {
    try {
      lock.release();
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close", e);
    }
  }
}
