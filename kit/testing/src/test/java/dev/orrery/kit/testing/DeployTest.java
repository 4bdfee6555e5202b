package dev.orrery.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.launcher.deploy.StreamDeclaration;
import dev.orrery.launcher.deploy.Streams;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeployTest {
  private static final String WORK =
      """
      {"defaults": {"retention": "limits", "discard": "new", "storage": "file", "replicas": 1,
        "maxAge": "%s", "maxBytes": 1048576, "maxMessageBytes": 65536, "duplicateWindow": "PT10M"},
       "streams": [{"name": "WORK", "description": "Orders", "subjects": ["work.>"],
        "publishers": ["handlers"], "consumers": ["providers"]}]}
      """;

  @TempDir Path folder;

  @Test
  void aStreamThatDiffersIsUpdatedInPlaceAndKeepsItsMessages() throws Exception {
    try (var nats = NatsForTests.start();
        var connection = nats.connect()) {
      connection.jetStream().publish("work.a.b", "{}".getBytes(StandardCharsets.UTF_8));
      new Streams(declared("P2D")).deploy(connection);
      new Streams(declared("P2D")).deploy(connection);

      var stream = connection.jetStreamManagement().getStreamInfo("WORK");
      assertThat(stream.getStreamState().getMsgCount()).isEqualTo(1);
      assertThat(stream.getConfiguration())
          .returns(Duration.ofDays(2), StreamConfiguration::getMaxAge)
          .returns(1048576L, StreamConfiguration::getMaxBytes)
          .returns(Duration.ofMinutes(10), StreamConfiguration::getDuplicateWindow)
          .returns(DiscardPolicy.New, StreamConfiguration::getDiscardPolicy);
    }
  }

  @Test
  void aDeclarationThatLeavesOutALimitIsRefusedByName() throws Exception {
    var file = Files.writeString(folder.resolve("streams.json"), "{\"streams\": []}");
    assertThatThrownBy(() -> StreamDeclaration.readAll(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("streams.json")
        .hasMessageContaining("\"defaults\" is missing");
  }

  private List<StreamDeclaration> declared(String maxAge) throws Exception {
    var file = folder.resolve("streams.json");
    return StreamDeclaration.readAll(Files.writeString(file, WORK.formatted(maxAge)));
  }
}
