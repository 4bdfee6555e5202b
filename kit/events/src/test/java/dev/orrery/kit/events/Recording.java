package dev.orrery.kit.events;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// A handler that leaves one row per effect, and answers as the test says.
final class Recording implements EventHandler<Recording.View> {
  record View(String name) {}

  private final String consumer;
  private final Set<String> events;
  private final BiFunction<ChangeEvent<View>, Transaction, Verdict> answer;
  final List<ChangeEvent<View>> attempts = new CopyOnWriteArrayList<>();
  final List<Traceparent> traces = new CopyOnWriteArrayList<>();
  final List<Long> policies = new CopyOnWriteArrayList<>();

  /// The newest that there is to ask.
  volatile long policy = Long.MAX_VALUE;

  /// What it says when it is asked whether an event concerns it.
  volatile Predicate<ChangeEvent<View>> concern = _ -> true;

  volatile boolean newsOnly;

  Recording(
      String consumer,
      Set<String> events,
      BiFunction<ChangeEvent<View>, Transaction, Verdict> answer) {
    this.consumer = consumer;
    this.events = events;
    this.answer = answer;
  }

  @Override
  public String consumer() {
    return consumer;
  }

  @Override
  public boolean awaitPolicy(long revision, Duration patience) {
    return revision <= policy;
  }

  @Override
  public Set<String> events() {
    return events;
  }

  @Override
  public Class<View> snapshot() {
    return View.class;
  }

  @Override
  public boolean wantsNewsOnly() {
    return newsOnly;
  }

  @Override
  public boolean concerns(ChangeEvent<View> event) {
    return concern.test(event);
  }

  @Override
  public Verdict handle(ChangeEvent<View> event, Transaction transaction) {
    attempts.add(event);
    traces.add(Trace.current());
    policies.add(PolicyRevision.current());
    transaction.execute(
        Sql.of(
                "insert into effect (consumer, resource, version) values (:consumer, :resource, :version)")
            .with("consumer", consumer)
            .with("resource", event.resource().toString())
            .with("version", event.version()));
    return answer.apply(event, transaction);
  }
}
