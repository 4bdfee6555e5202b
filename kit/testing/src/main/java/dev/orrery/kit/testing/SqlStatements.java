package dev.orrery.kit.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Every statement that Hibernate sends while this is open, by Hibernate's own log; for rules such
/// as "one statement, however many resources".
public final class SqlStatements extends Handler implements AutoCloseable {
  private static final List<String> MACHINERY =
      List.of("outbox", "inbox", "lease", "set_config", "skip locked", "recursive waiting");

  private final Logger log = Logger.getLogger("org.hibernate.SQL");
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final @Nullable Level levelBefore = log.getLevel();
  private final boolean parentsBefore = log.getUseParentHandlers();

  private SqlStatements() {}

  public static SqlStatements record() {
    SqlStatements statements = new SqlStatements();
    statements.log.setLevel(Level.FINE);
    statements.log.setUseParentHandlers(false);
    statements.log.addHandler(statements);
    return statements;
  }

  /// What is sent while some work is done, but for what each session begins with, and for the
  /// machinery of outbox, inbox, leases and clocks, which works at its own pace.
  public static List<String> during(Runnable work) {
    try (SqlStatements statements = record()) {
      work.run();
      return statements.sent.stream()
          .filter(sql -> MACHINERY.stream().noneMatch(sql::contains))
          .toList();
    }
  }

  /// Those that name this table, or anything else.
  public List<String> about(String word) {
    return sent.stream().filter(sql -> sql.contains(word)).toList();
  }

  @Override
  public void publish(LogRecord record) {
    sent.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    log.removeHandler(this);
    log.setUseParentHandlers(parentsBefore);
    log.setLevel(levelBefore);
  }
}
