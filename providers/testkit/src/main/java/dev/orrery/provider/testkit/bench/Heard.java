package dev.orrery.provider.testkit.bench;

import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Everything that the provider published and the server let through, also what a stream dropped as
/// a repetition.
public final class Heard {
  private static final String MARK = "testkit.mark";

  private final List<Said> all = new ArrayList<>();
  private final Connection owner;
  private long sent;
  private long marks;

  Heard(Connection owner) {
    this.owner = owner;
    var dispatcher = owner.createDispatcher(this::hear);
    List.of("reports.>", "providers.>", "deadletters.>", MARK).forEach(dispatcher::subscribe);
  }

  /// Returns once everything that the server had let through by now was heard: the wire is faster.
  void catchUp(Duration patience) {
    var until = Instant.now().plus(patience);
    synchronized (all) {
      long mine = ++sent;
      owner.publish(MARK, new byte[0]);
      while (marks < mine && Instant.now().isBefore(until)) {
        Patience.waitOn(all, 100);
      }
    }
  }

  private void hear(Message message) {
    if (message.getSubject().equals(MARK)) {
      synchronized (all) {
        marks++;
        all.notifyAll();
      }
      return;
    }
    var headers = message.getHeaders();
    var id = headers == null ? null : headers.getFirst("Nats-Msg-Id");
    var said =
        new Said(
            message.getSubject(),
            id == null ? "" : id,
            message.getData(),
            Json.read(message.getData()),
            Instant.now());
    synchronized (all) {
      all.add(said);
      all.notifyAll();
    }
  }

  /// How much was heard so far.
  public int count() {
    synchronized (all) {
      return all.size();
    }
  }

  /// What matches, in order.
  public List<Said> find(Predicate<Said> wanted) {
    synchronized (all) {
      return all.stream().filter(wanted).toList();
    }
  }

  /// Waits for the first match after the `from` first messages.
  public Optional<Said> await(int from, Predicate<Said> wanted, Duration patience) {
    var until = Instant.now().plus(patience);
    int next = from;
    synchronized (all) {
      while (true) {
        for (; next < all.size(); next++) {
          if (wanted.test(all.get(next))) {
            return Optional.of(all.get(next));
          }
        }
        long left = Duration.between(Instant.now(), until).toMillis();
        if (left <= 0) {
          return Optional.empty();
        }
        Patience.waitOn(all, left);
      }
    }
  }
}
