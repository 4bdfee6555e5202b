package dev.orrery.laws.wall;

import dev.orrery.kit.testing.Login;
import dev.orrery.kit.testing.PostgresForTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/// The schema of every service as its migrations make it.
final class Migrated {
  private static final Path ROOT = Path.of(System.getProperty("orrery.root"));

  /// Whose migrations are where, by the name of the schema.
  static final Map<String, String> SERVICES =
      new TreeMap<>(
          Map.of(
              "location", "location-api",
              "ipam", "ipam-api",
              "instance", "instance-api",
              "permissions", "permissions-api",
              "handlers", "event-handlers"));

  private Migrated() {}

  static void all(PostgresForTests postgres) {
    SERVICES.forEach(
        (schema, module) -> migrate(postgres, postgres.ownerOf(schema), folders(module)));
  }

  /// By the services themselves, and without any wall.
  ///
  /// @param folder for copies of the migrations
  static void allAsBeforeTheWall(PostgresForTests postgres, Path folder) {
    SERVICES.forEach((schema, module) -> {
      Path older = folder.resolve(schema);
      folders(module).forEach(from -> copyWithoutWall(from, older));
      migrate(postgres, postgres.login(schema), List.of(older));
    });
  }

  private static void copyWithoutWall(Path from, Path to) {
    try (Stream<Path> scripts = Files.walk(from)) {
      Files.createDirectories(to);
      for (Path script : scripts.filter(each -> each.toString().endsWith(".sql")).toList()) {
        if (!script.toString().endsWith("__wall.sql")) {
          Files.copy(script, to.resolve(script.getFileName()));
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static void migrate(PostgresForTests postgres, Login login, List<Path> folders) {
    Flyway.configure()
        .dataSource("jdbc:" + postgres.url(), login.user(), login.password())
        .locations(folders.stream().map(each -> "filesystem:" + each).toArray(String[]::new))
        .initSql("set orrery.reach = 'service'")
        .outOfOrder(true)
        .load()
        .migrate();
  }

  private static List<Path> folders(String module) {
    try (Stream<Path> rooms = Files.list(ROOT.resolve("kit"))) {
      return Stream.concat(
              rooms.map(room -> room.resolve("src/main/resources/db/kit")),
              Stream.of(ROOT.resolve(module + "/src/main/resources/db/migration")))
          .filter(Files::exists)
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
