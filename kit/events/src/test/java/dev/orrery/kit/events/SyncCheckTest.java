package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncCheckTest {
  private final SyncCheck check = new SyncCheck(settings(Optional.empty()));

  @Test
  void nothingIsClaimedWithoutAMonitoringEndpoint() throws Exception {
    check.ask();
    assertThat(check.last()).isEqualTo(SyncCheck.Answer.UNKNOWN);
  }

  @Test
  void nothingIsClaimedOfAServerThatDoesNotAnswer() throws Exception {
    SyncCheck unreachable = new SyncCheck(settings(Optional.of("http://127.0.0.1:1")));
    unreachable.ask();
    assertThat(unreachable.last()).isEqualTo(SyncCheck.Answer.UNKNOWN);
  }

  @Test
  void aServerThatSyncsNowAndThenIsFoundOut() {
    check.judge(EventJson.parse("{\"sync_interval\": 120000000000}"));
    assertThat(check.last()).isEqualTo(SyncCheck.Answer.NOT_ALWAYS);
    check.judge(EventJson.parse("{\"sync_interval\": 120000000000, \"sync_always\": true}"));
    assertThat(check.last()).isEqualTo(SyncCheck.Answer.ALWAYS);
  }

  private static NatsSettings settings(Optional<String> monitoringUrl) {
    return new NatsSettings() {
      @Override
      public String url() {
        return "nats://127.0.0.1:1";
      }

      @Override
      public Optional<String> user() {
        return Optional.empty();
      }

      @Override
      public Optional<String> password() {
        return Optional.empty();
      }

      @Override
      public Optional<String> monitoringUrl() {
        return monitoringUrl;
      }
    };
  }
}
