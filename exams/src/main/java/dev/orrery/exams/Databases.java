package dev.orrery.exams;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/// The databases of a house's services, `location` for instance, past the services themselves.
public final class Databases {
  private final Path secrets;
  private final String port;

  Databases(Path secrets, String port) {
    this.secrets = secrets;
    this.port = port;
  }

  /// How many events wait in that service's outbox.
  long pending(String room) {
    return number(room, "select count(*) from outbox where published_at is null");
  }

  /// Asks the database of a service, `location` for instance, for one number.
  long number(String room, String query) {
    try (Connection database = of(room);
        Statement sql = database.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// Changes the database of a service, in the service's name.
  void sql(String room, String statements) {
    try (Connection database = of(room);
        Statement sql = database.createStatement()) {
      sql.execute(statements);
    } catch (SQLException broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// The database of a service as the one sees it who owns its schema.
  Connection of(String room) throws SQLException {
    return connected("orrery_%s_owner".formatted(room), "database-%s-owner".formatted(room));
  }

  /// The database as the one sees it who may do everything.
  public Connection ofOwner() throws SQLException {
    return connected("orrery", "postgres");
  }

  private Connection connected(String user, String secret) throws SQLException {
    try {
      Properties login = new Properties();
      login.setProperty("user", user);
      login.setProperty("password", Files.readString(secrets.resolve(secret)).strip());
      login.setProperty("options", "-c orrery.reach=service");
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:%s/orrery".formatted(port), login);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
