package dev.orrery.bench.gateway.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.bench.gateway.report.Outcome;
import dev.orrery.bench.gateway.report.Report;
import dev.orrery.bench.gateway.shop.ShopSchemas;
import dev.orrery.bench.gateway.shop.ShopServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Measures gateways side by side.
///
/// All are started and warmed up first, then measured in turns, each round in another order. The
/// answer is compared with that of the same shop without federation before the first load and again
/// after the last.
public final class Bench {
  private static final int LOAD_CORE = 0;
  private static final int GATEWAY_CORE = 1;
  private static final int FIRST_SUBGRAPH_PORT = 4301;
  private static final Duration RUN_UP = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Options options;
  private final Contenders.Places places;
  private final Wrk wrk;
  private final Http http = new Http();
  private final String request;
  private final Map<Contender, Running> running = new LinkedHashMap<>();
  private final Map<Contender, String> failures = new LinkedHashMap<>();
  private final Map<Contender, List<Reading>> readings = new LinkedHashMap<>();

  private Bench(Options options, Contenders.Places places, String wrkProgram) throws IOException {
    this.options = options;
    this.places = places;
    this.request = JSON.writeValueAsString(Map.of("query", ShopSchemas.text("query.graphql")));
    Path body = places.work().resolve("request.json");
    Files.writeString(body, request);
    this.wrk = new Wrk(wrkProgram, places.room().resolve("wrk/load.lua"), body, LOAD_CORE);
  }

  /// Called by `bench/gateway/run`, which tells by system properties where things are.
  public static void main(String... arguments) throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (Options.Misused e) {
      System.err.printf("%s bench/gateway/run --help lists the options.%n", e.getMessage());
      System.exit(2);
      return;
    }
    Contenders.Places places =
        new Contenders.Places(
            Path.of(System.getProperty("bench.room")),
            Path.of(System.getProperty("bench.work")),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            Path.of(System.getProperty("bench.gateway")));
    boolean sound = new Bench(options, places, System.getProperty("bench.wrk")).run();
    System.exit(sound ? 0 : 1);
  }

  private boolean run() throws IOException, InterruptedException {
    List<Contender> contenders = Contenders.all(places).stream().filter(options::wants).toList();
    if (contenders.isEmpty()) {
      System.err.println("No gateway has such a name.");
      return false;
    }
    writeSubgraphs();
    try (Running shop = startShop();
        http) {
      JsonNode expected = JSON.readTree(http.get(subgraph(0, "expected")));
      int bytes = JSON.writeValueAsBytes(expected).length;
      say("The answer has %,d bytes.", bytes);
      compose();
      for (Contender contender : contenders) {
        prepare(contender, expected);
      }
      for (int round = 0; round < options.rounds(); round++) {
        List<Contender> order = new ArrayList<>(running.keySet());
        Collections.rotate(order, -round);
        for (Contender contender : order) {
          measure(contender, round + 1);
        }
      }
      for (Contender contender : List.copyOf(running.keySet())) {
        check(contender, expected);
      }
      if (options.rounds() > 0) {
        publish(contenders, bytes);
      }
    } finally {
      running.values().forEach(Running::close);
    }
    return failures.keySet().stream().noneMatch(c -> c.name().equals(Contenders.OURS));
  }

  private void publish(List<Contender> contenders, int bytes) throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (Contender contender : contenders) {
      String failure = failures.get(contender);
      List<Reading> all = readings.getOrDefault(contender, List.of());
      outcomes.add(
          failure == null
              ? new Outcome.Measured(contender, Reading.median(all))
              : new Outcome.Excluded(contender, failure));
    }
    Path folder =
        options.complete() ? places.room().resolve("results") : places.work().resolve("results");
    Files.createDirectories(folder);
    String how =
        "%d rounds of %d s after %d s of warm-up, %d connections, an answer of %,d bytes"
            .formatted(
                options.rounds(),
                options.measuring().toSeconds(),
                options.warmUp().toSeconds(),
                Wrk.CONNECTIONS,
                bytes);
    System.out.println(new Report(outcomes, how).write(folder));
    say("Written to %s.", folder);
  }

  private void writeSubgraphs() throws IOException {
    List<Map<String, String>> list = new ArrayList<>();
    for (int i = 0; i < ShopSchemas.SUBGRAPHS.size(); i++) {
      String name = ShopSchemas.SUBGRAPHS.get(i);
      list.add(
          Map.of(
              "name",
              name,
              "url",
              subgraph(i, "graphql"),
              "sdl",
              ShopSchemas.text(name + ".graphql")));
    }
    JSON.writeValue(places.subgraphs().toFile(), list);
  }

  private static String subgraph(int number, String path) {
    return "http://127.0.0.1:%d/%s".formatted(FIRST_SUBGRAPH_PORT + number, path);
  }

  private Running startShop() throws IOException, InterruptedException {
    Running shop =
        Running.start(
            LOAD_CORE,
            List.of(
                places.java(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ShopServer.class.getName(),
                Integer.toString(FIRST_SUBGRAPH_PORT)),
            Map.of(),
            places.work(),
            places.work().resolve("shop.log"));
    await(shop, () -> http.get(subgraph(3, "calls")));
    return shop;
  }

  private void compose() throws IOException, InterruptedException {
    if (running.isEmpty() && options.only().stream().anyMatch(Contenders.OURS::contains)) {
      return; // ours composes by itself, from the subgraphs
    }
    Process process =
        new ProcessBuilder(
                "node",
                places.peers().resolve("compose.js").toString(),
                places.subgraphs().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(places.supergraph().toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("the supergraph for the peers could not be composed");
    }
  }

  /// Starts a gateway, compares its answer, and keeps it busy until its compilers have nothing left
  /// to do.
  private void prepare(Contender contender, JsonNode expected)
      throws IOException, InterruptedException {
    say("%s: starting", contender.title());
    Path folder = places.home(contender.port());
    Files.createDirectories(folder);
    Running gateway =
        Running.start(
            GATEWAY_CORE,
            contender.command(),
            contender.environment(),
            folder,
            folder.resolve("log"));
    running.put(contender, gateway);
    try {
      String answer = await(gateway, () -> http.post(contender.url(), request));
      if (!same(contender, expected, answer)) {
        return;
      }
    } catch (IOException e) {
      exclude(contender, "does not answer: %s".formatted(e.getMessage()));
      say("%s", gateway.lastWords());
      return;
    }
    if (options.rounds() == 0) {
      say("%s: the answer is right", contender.title());
      return;
    }
    say("%s: warming up for %d s", contender.title(), options.warmUp().toSeconds());
    wrk.run(contender.url(), options.warmUp());
    gateway.hold();
  }

  private void measure(Contender contender, int round) throws IOException, InterruptedException {
    Running gateway = running.get(contender);
    if (gateway == null) {
      return;
    }
    gateway.go();
    wrk.run(contender.url(), RUN_UP);
    double cpu = gateway.cpu();
    long calls = calls();
    Wrk.Load load = wrk.run(contender.url(), options.measuring());
    cpu = gateway.cpu() - cpu;
    calls = calls() - calls;
    Reading reading =
        new Reading(
            load.requests() / load.seconds(),
            load.p50(),
            load.p99(),
            cpu / load.requests(),
            (double) calls / load.requests(),
            gateway.peakMemory(),
            cpu / load.seconds() / 10);
    gateway.hold();
    if (load.failures() > 0) {
      exclude(contender, "%d requests failed under load".formatted(load.failures()));
      return;
    }
    readings.computeIfAbsent(contender, _ -> new ArrayList<>()).add(reading);
    say(
        "round %d of %d, %s: %,.0f requests/s, p50 %.1f ms, p99 %.1f ms, %.2f ms CPU, %.1f calls",
        round,
        options.rounds(),
        contender.title(),
        reading.requests(),
        reading.p50(),
        reading.p99(),
        reading.cpu(),
        reading.calls());
  }

  private void check(Contender contender, JsonNode expected)
      throws IOException, InterruptedException {
    Running gateway = running.get(contender);
    if (gateway != null) {
      gateway.go();
      try {
        same(contender, expected, http.post(contender.url(), request));
      } catch (IOException e) {
        exclude(contender, "does not answer any more: %s".formatted(e.getMessage()));
      }
    }
  }

  /// Objects are equal when they have the same members, in whatever order.
  private boolean same(Contender contender, JsonNode expected, String answer) throws IOException {
    JsonNode actual = JSON.readTree(answer);
    if (actual.path("data").equals(expected.path("data")) && actual.path("errors").isEmpty()) {
      return true;
    }
    Path file = places.work().resolve("wrong-answer-%d.json".formatted(contender.port()));
    Files.writeString(file, answer, StandardCharsets.UTF_8);
    exclude(contender, "answers differently (%s)".formatted(file.getFileName()));
    return false;
  }

  private void exclude(Contender contender, String why) {
    say("%s: excluded, it %s", contender.title(), why);
    failures.put(contender, why);
    Running gateway = running.remove(contender);
    if (gateway != null) {
      gateway.close();
    }
  }

  private long calls() throws IOException, InterruptedException {
    long sum = 0;
    for (JsonNode count : JSON.readTree(http.get(subgraph(0, "calls")))) {
      sum += count.asLong();
    }
    return sum;
  }

  private interface Attempt {
    String get() throws IOException, InterruptedException;
  }

  private static String await(Running process, Attempt attempt)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return attempt.get();
      } catch (IOException | UncheckedIOException e) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          throw new IOException(
              "%s; it said: %s".formatted(e.getMessage(), process.lastWords()), e);
        }
        Thread.sleep(200);
      }
    }
  }

  private static void say(String format, Object... values) {
    System.err.printf("%tT ", System.currentTimeMillis());
    System.err.printf(format + "%n", values);
  }
}
