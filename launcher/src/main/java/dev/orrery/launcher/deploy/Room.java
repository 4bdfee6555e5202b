package dev.orrery.launcher.deploy;

import java.util.Arrays;
import java.util.List;

/// The services that own a schema of the database.
public enum Room {
  LOCATION("location"),
  IPAM("ipam"),
  INSTANCE("instance"),
  PERMISSIONS("permissions"),
  HANDLERS("handlers");

  private final String schema;

  Room(String schema) {
    this.schema = schema;
  }

  /// The schema, which is also the name of the service's NATS user.
  public String schema() {
    return schema;
  }

  /// The login role that the service works with. It owns nothing: it reads and writes rows.
  public String role() {
    return "orrery_" + schema;
  }

  /// The secret that holds the role's password.
  public String databaseSecret() {
    return "database-" + schema;
  }

  /// The login role that owns the schema and migrates it.
  public String owner() {
    return role() + "_owner";
  }

  /// The secret that holds the owner's password.
  public String ownerSecret() {
    return databaseSecret() + "-owner";
  }

  /// @throws IllegalArgumentException for a name no service has
  public static Room named(String name) {
    return Arrays.stream(values())
        .filter(room -> room.schema.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no service is called %s; there are %s".formatted(name, names())));
  }

  private static List<String> names() {
    return Arrays.stream(values()).map(Room::schema).toList();
  }
}
