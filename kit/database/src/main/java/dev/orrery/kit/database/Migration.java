package dev.orrery.kit.database;

import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.Flyway;

/// Brings a service's schema up to date and ends, so that the process that then serves clients need
/// not know who owns the tables: such a one runs with `ORRERY_DATABASE_MIGRATE=false` and without
/// the owner's login.
///
/// ```
/// java -cp '/app/app/*:/app/lib/main/*' dev.orrery.kit.database.Migration
/// ```
///
/// Repeating it changes nothing, and two at once take turns. It does what a service does at its
/// start when it is not told otherwise, by the same settings as in
/// `microprofile-config.properties`.
public final class Migration {
  private static final int SECONDS_TO_CONNECT = 30;

  private Migration() {}

  /// By the environment of the service. An error ends the process with another code than 0.
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    migrate(
        required(environment, "ORRERY_DATABASE_URL"),
        required(environment, "ORRERY_DATABASE_OWNER"),
        required(environment, "ORRERY_DATABASE_OWNER_PASSWORD"));
  }

  private static String required(Map<String, String> environment, String name) {
    return Objects.requireNonNull(
        environment.get(name), "%s must say whose tables are to be migrated".formatted(name));
  }

  /// Carries out those migrations on the class path that the schema has not seen.
  ///
  /// @param url as services want it: `postgresql://host:port/database`
  /// @param owner of the schema, which is the first one on that role's search path
  public static void migrate(String url, String owner, String password) {
    Flyway.configure()
        .dataSource("jdbc:" + url, owner, password)
        .initSql("set orrery.reach = 'service'")
        .locations("db/kit", "db/migration")
        .outOfOrder(true)
        .connectRetries(SECONDS_TO_CONNECT)
        .connectRetriesInterval(1)
        .load()
        .migrate();
  }
}
