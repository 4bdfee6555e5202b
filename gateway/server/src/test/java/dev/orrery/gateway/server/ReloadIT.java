package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.testing.TestSubgraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadIT {
  @TempDir private Path folder;

  @Test
  void replacesTheGraphWithoutDroppingARequest() throws Exception {
    try (ShopServers before =
            new ShopServers(new TestSubgraph("a", "type Query { old: Int }").root("old", 1));
        ShopServers after =
            new ShopServers(
                new TestSubgraph("a", "type Query { old: Int fresh: Int }")
                    .root("old", 1)
                    .root("fresh", 2))) {
      Path list = folder.resolve("subgraphs.json");
      before.list(list, "a");
      try (GatewayProcess gateway =
          GatewayProcess.start(
              Map.of("gateway.reload-interval", "200ms"), "--subgraphs", list.toString())) {
        assertThat(gateway.post("{\"query\":\"{ fresh }\"}").body())
            .contains("GRAPHQL_VALIDATION_FAILED");
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger good = new AtomicInteger();
        AtomicInteger bad = new AtomicInteger();
        Thread load =
            Thread.ofPlatform()
                .start(() -> {
                  while (!stop.get()) {
                    try {
                      boolean fine =
                          gateway
                              .post("{\"query\":\"{ old }\"}")
                              .body()
                              .equals("{\"data\":{\"old\":1}}");
                      (fine ? good : bad).incrementAndGet();
                    } catch (Exception e) {
                      bad.incrementAndGet();
                    }
                  }
                });
        Files.writeString(list, "not json");
        Thread.sleep(700);
        assertThat(gateway.log()).contains("The graph stays as it is");
        after.list(list, "a");
        String answer = "";
        for (int i = 0; i < 100 && !answer.equals("{\"data\":{\"fresh\":2}}"); i++) {
          Thread.sleep(50);
          answer = gateway.post("{\"query\":\"{ fresh }\"}").body();
        }
        Thread.sleep(300);
        stop.set(true);
        load.join();
        assertThat(answer).isEqualTo("{\"data\":{\"fresh\":2}}");
        assertThat(bad).hasValue(0);
        assertThat(good.get()).isGreaterThan(10);
      }
    }
  }
}
