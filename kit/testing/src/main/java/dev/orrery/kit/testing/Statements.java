package dev.orrery.kit.testing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// The SQL that Hibernate sends while some code runs, to show that lists do not cost a statement a
/// row.
public final class Statements {
  private static final Logger SQL = Logger.getLogger("org.hibernate.SQL");

  private Statements() {}

  /// Every statement of the whole application in that time; what belongs to the outbox's own
  /// machinery is left out.
  public static List<String> during(Runnable work) {
    List<String> statements = new CopyOnWriteArrayList<>();
    Handler recorder =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            String statement = entry.getMessage();
            if (!statement.contains("outbox")
                && !statement.contains("inbox")
                && !statement.contains("lease")) {
              statements.add(statement);
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    recorder.setLevel(Level.ALL);
    Level before = SQL.getLevel();
    boolean parents = SQL.getUseParentHandlers();
    SQL.setLevel(Level.FINE);
    SQL.setUseParentHandlers(false);
    SQL.addHandler(recorder);
    try {
      work.run();
    } finally {
      SQL.removeHandler(recorder);
      SQL.setUseParentHandlers(parents);
      SQL.setLevel(before);
    }
    return List.copyOf(statements);
  }
}
