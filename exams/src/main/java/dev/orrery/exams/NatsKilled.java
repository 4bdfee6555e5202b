package dev.orrery.exams;

import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;

final class NatsKilled implements Exam {
  @Override
  public String name() {
    return "nats-killed";
  }

  @Override
  public String promise() {
    return "NATS is killed 10 times under load: 0 lost; writes keep succeeding; the backlog is"
        + " drained within 60 s";
  }

  @Override
  public String course() {
    return "The standard load runs while NATS is killed (kill -9) and started again, 10 times (--short:"
        + " 2 times). No client may be left without an answer.";
  }

  @Override
  public String sabotage() {
    return "the stream CHANGES_LOCATION keeps 50 messages and forgets older ones";
  }

  @Override
  public void run(House house, Size size, boolean sabotaged, Report report) throws Exception {
    if (sabotaged) {
      try (Connection nats = house.nats()) {
        var streams = nats.jetStreamManagement();
        streams.updateStream(
            StreamConfiguration.builder(
                    streams.getStreamInfo("CHANGES_LOCATION").getConfiguration())
                .maxMessages(50)
                .discardPolicy(DiscardPolicy.Old)
                .build());
      }
    }
    Load load = Load.ofImpatientClients(house, "nk");
    Thread clients = Thread.ofPlatform().start(() -> load.run(size.load(), size.rate()));
    int kills = size.full() ? 10 : 2;
    Duration pause = size.load().dividedBy(kills + 1);
    for (int kill = 0; kill < kills; kill++) {
      Thread.sleep(pause);
      house.kill("nats");
      house.start("nats");
    }
    clients.join();
    if (!load.ledger().told(Ledger.Told.UNKNOWN).isEmpty()
        || !load.ledger().told(Ledger.Told.FAILED).isEmpty()) {
      throw new AssertionError("writes did not keep succeeding: " + load.ledger());
    }
    Eventually.holds(
        Duration.ofSeconds(60),
        () -> {
          long pending =
              house.databases().pending("location") + house.databases().pending("instance");
          if (pending > 0) {
            throw new AssertionError(
                pending + " events wait in the outboxes 60 s after the last kill");
          }
        });
    report.line("  NATS was killed %d times", kills);
    new Healing(house, load, size.healing()).check(report);
  }
}
