package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.testing.TestSubgraph;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleIT {
  @TempDir private Path folder;

  /// Another graph each time, in place of the last one at once.
  private void serve(Path list, String url, int version) throws Exception {
    Path next = folder.resolve("next.json");
    String sdl = "type Query { one: Int } type V%d { v: Int }".formatted(version);
    Files.write(
        next,
        new JsonOutput(256)
            .value(List.of(Map.of("name", "a", "url", url, "sdl", sdl)))
            .toByteArray());
    Files.move(next, list, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void swapsGraphsTwentyTimesUnderFiftyConnectionsAndDropsNothing() throws Exception {
    try (ShopServers servers =
        new ShopServers(new TestSubgraph("a", "type Query { one: Int }").root("one", 1))) {
      Path list = folder.resolve("subgraphs.json");
      serve(list, servers.server("a").url(), 0);
      try (GatewayProcess gateway =
          GatewayProcess.start(
              Map.of("gateway.reload-interval", "50ms", "gateway.coalesce.requests", "false"),
              "--subgraphs",
              list.toString())) {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger good = new AtomicInteger();
        ConcurrentLinkedQueue<String> bad = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          clients.add(
              Thread.ofVirtual()
                  .start(() -> {
                    while (!stop.get()) {
                      try {
                        String answer = gateway.post("{\"query\":\"{ one }\"}").body();
                        if (answer.equals("{\"data\":{\"one\":1}}")) {
                          good.incrementAndGet();
                        } else {
                          bad.add(answer);
                        }
                      } catch (Exception e) {
                        bad.add(e.toString());
                      }
                    }
                  }));
        }
        for (int version = 1; version <= 20; version++) {
          serve(list, servers.server("a").url(), version);
          Instant end = Instant.now().plusSeconds(20);
          while (swaps(gateway) < version) {
            assertThat(Instant.now()).as("swap %d", version).isBefore(end);
            Thread.sleep(20);
          }
        }
        stop.set(true);
        for (Thread client : clients) {
          client.join();
        }
        assertThat(bad).isEmpty();
        assertThat(good.get()).isGreaterThan(100);
      }
    }
  }

  private static long swaps(GatewayProcess gateway) throws Exception {
    return gateway.log().lines().filter(line -> line.contains("Serving the changed graph")).count();
  }

  @Test
  void givesUpItsCallsOnceTheClientHasGone() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch given = new CountDownLatch(1);
    try (ShopServers servers =
        new ShopServers(new TestSubgraph("a", "type Query { one: Int }").root("one", 1))) {
      servers
          .server("a")
          .behave((request, _) -> {
            request.response().closeHandler(_ -> given.countDown());
            asked.countDown();
          });
      Path list = folder.resolve("subgraphs.json");
      servers.list(list, "a");
      try (GatewayProcess gateway =
              GatewayProcess.start(
                  Map.of("gateway.calls.timeout", "60s"), "--subgraphs", list.toString());
          java.net.Socket client = new java.net.Socket("127.0.0.1", gateway.uri("/").getPort())) {
        String body = "{\"query\":\"{ one }\"}";
        client
            .getOutputStream()
            .write(
                ("POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                        + "content-length: %d\r\n\r\n%s")
                    .formatted(body.length(), body)
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        client.close();
        assertThat(given.await(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @Test
  void answersWhatIsInFlightBeforeItStops() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ShopServers servers =
        new ShopServers(new TestSubgraph("a", "type Query { one: Int }").root("one", 1))) {
      servers
          .server("a")
          .behave((request, _) -> {
            asked.countDown();
            io.vertx.core.Vertx.currentContext()
                .owner()
                .setTimer(
                    1_000,
                    _ ->
                        request
                            .response()
                            .putHeader("content-type", "application/json")
                            .end("{\"data\":{\"one\":1}}"));
          });
      Path list = folder.resolve("subgraphs.json");
      servers.list(list, "a");
      GatewayProcess gateway = GatewayProcess.start(Map.of(), "--subgraphs", list.toString());
      CompletableFuture<HttpResponse<String>> answer =
          CompletableFuture.supplyAsync(() -> {
            try {
              return gateway.post("{\"query\":\"{ one }\"}");
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      Instant begin = Instant.now();
      gateway.close();
      assertThat(answer.get(5, TimeUnit.SECONDS).body()).isEqualTo("{\"data\":{\"one\":1}}");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(9));
    }
  }
}
