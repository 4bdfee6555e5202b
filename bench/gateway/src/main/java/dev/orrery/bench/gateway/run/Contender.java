package dev.orrery.bench.gateway.run;

import java.util.List;
import java.util.Map;

/// A gateway in one configuration.
///
/// @param name of the product, with its version
/// @param deduplication what it does once when it is asked for twice at the same time
/// @param port where it listens
/// @param command how it is started
public record Contender(
    String name,
    Deduplication deduplication,
    int port,
    List<String> command,
    Map<String, String> environment) {

  /// What identical work in flight is shared.
  public enum Deduplication {
    NONE("none"),
    FETCHES("fetches"),
    BOTH("both layers");

    private final String text;

    Deduplication(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /// Name and configuration.
  public String title() {
    return "%s, %s".formatted(name, deduplication);
  }

  String url() {
    return "http://127.0.0.1:%d/graphql".formatted(port);
  }
}
