package dev.orrery.bench.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.bench.gateway.run.Contender.Deduplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who is measured. Each runs as its makers start it in production, on one core.
final class Contenders {
  static final String OURS = "Orrery";
  static final String HIVE = "Hive Gateway";
  static final String HIVE_RUST = "Hive Gateway + Rust planner";
  static final String APOLLO = "Apollo Gateway";
  static final String GRAFBASE = "Grafbase";

  private static final int FIRST_PORT = 4310;

  private final Places places;
  private final JsonNode versions;
  private final List<Contender> all = new ArrayList<>();

  private Contenders(Places places) throws IOException {
    this.places = places;
    this.versions =
        new ObjectMapper()
            .readTree(places.peers().resolve("package.json").toFile())
            .path("dependencies");
  }

  static List<Contender> all(Places places) throws IOException {
    Contenders contenders = new Contenders(places);
    for (Deduplication mode : Deduplication.values()) {
      contenders.ours(mode);
    }
    contenders.grafbase();
    for (Deduplication mode : Deduplication.values()) {
      contenders.hive(HIVE_RUST, mode, "--hive-router-runtime");
    }
    contenders.hive(HIVE, Deduplication.NONE);
    contenders.hive(HIVE, Deduplication.BOTH);
    contenders.apollo();
    return contenders.all;
  }

  private int port() {
    return FIRST_PORT + all.size();
  }

  private String version(String dependency) {
    return versions.path(dependency).asText();
  }

  private void ours(Deduplication mode) {
    List<String> command = new ArrayList<>();
    command.add(places.java());
    // As ./orrery up starts it.
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED"));
    String more = System.getenv("BENCH_JAVA_OPTS");
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.trim().split("\\s+")));
    }
    command.addAll(
        List.of(
            "-Dgateway.coalesce.fetches=" + (mode != Deduplication.NONE),
            "-Dgateway.coalesce.requests=" + (mode == Deduplication.BOTH),
            "-jar",
            places.gateway().toString(),
            "--subgraphs",
            places.subgraphs().toString(),
            "--port",
            Integer.toString(port())));
    all.add(new Contender(OURS, mode, port(), command, Map.of()));
  }

  private void hive(String name, Deduplication mode, String... flags) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            "node",
            module("@graphql-hive/gateway/dist/bin.js"),
            "supergraph",
            places.supergraph().toString(),
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port()),
            "--config-path",
            places.peers().resolve("hive.config.js").toString()));
    command.addAll(List.of(flags));
    all.add(
        new Contender(
            "%s %s".formatted(name, version("@graphql-hive/gateway")),
            mode,
            port(),
            command,
            Map.of(
                "NODE_ENV",
                "production",
                "DEDUPLICATE_FETCHES",
                Boolean.toString(mode != Deduplication.NONE),
                "DEDUPLICATE_REQUESTS",
                Boolean.toString(mode == Deduplication.BOTH))));
  }

  private void apollo() {
    all.add(
        new Contender(
            "%s %s".formatted(APOLLO, version("@apollo/gateway")),
            Deduplication.NONE,
            port(),
            List.of(
                "node",
                places.peers().resolve("apollo.js").toString(),
                places.supergraph().toString(),
                Integer.toString(port())),
            Map.of("NODE_ENV", "production")));
  }

  private void grafbase() throws IOException {
    Path home = places.home(port());
    // The least that it takes for a project of its own.
    Path project = Files.createDirectories(home.resolve("grafbase"));
    Files.writeString(project.resolve("schema.graphql"), "extend schema @graph(type: federated)\n");
    all.add(
        new Contender(
            GRAFBASE + " 0.79",
            Deduplication.NONE,
            port(),
            List.of(
                module("@grafbase/cli-x86_64-unknown-linux-musl/grafbase"),
                "--home",
                home.toString(),
                "start",
                "--federated-schema",
                places.supergraph().toString(),
                "--listen-address",
                "127.0.0.1:%d".formatted(port()),
                "--log-level",
                "error"),
            Map.of()));
  }

  private String module(String file) {
    return places.peers().resolve("node_modules").resolve(file).toString();
  }

  /// Where everything is.
  record Places(Path room, Path work, String java, Path gateway) {
    Path peers() {
      return room.resolve("peers");
    }

    /// The working folder of the gateway on that port.
    Path home(int port) {
      return work.resolve("homes").resolve("port-" + port);
    }

    Path supergraph() {
      return work.resolve("supergraph.graphql");
    }

    Path subgraphs() {
      return work.resolve("subgraphs.json");
    }
  }
}
