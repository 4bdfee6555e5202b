package dev.orrery.permissions.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.action.DeclaredActions;
import dev.orrery.kit.access.policy.PolicyIndex;
import dev.orrery.kit.access.policy.fact.FactReader;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// The policy as the record says it now, to the last committed change: where it is recorded, nobody
/// waits for a stream, and NATS may be away.
///
/// It is the same index as everywhere, fed by the rows of the outbox that feed the stream. One
/// small statement tells whether there are new ones. What other services can do is not recorded
/// here, but what the stream says.
@ApplicationScoped
public class RecordedPolicy {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final UUID FIRST = new UUID(0, 0);
  private static final int PAGE = 1000;
  private static final String NEWS =
      "select id, subject, body from outbox where ordering_key = 'policy' and id > :after order by id";
  private static final String NEWEST =
      "select coalesce(max(id), 0) from outbox where ordering_key = 'policy'";

  private final List<Told<?>> kinds;
  private final Database database;
  private final Policy policy;
  private final DeclaredActions actions;
  private final RegisteredActions registered;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private volatile @Nullable PolicyIndex index;
  private long newest;
  private volatile long registrations;

  RecordedPolicy(
      @All List<Told<?>> kinds,
      Database database,
      Policy policy,
      RegisteredActions registered,
      @ConfigProperty(name = "orrery.subgraph.name") String service) {
    this.kinds = kinds;
    this.database = database.own();
    this.policy = policy;
    this.registered = registered;
    this.actions = DeclaredActions.of(service);
  }

  /// The index, with every change in it that was committed before this was called.
  public PolicyIndex now() {
    long recorded = database.read(policy::revision);
    @Nullable PolicyIndex known = index;
    if (known != null && known.revision() >= recorded && registrations == registered.count()) {
      return known;
    }
    oneAtATime.lock();
    try {
      return withRegistrations(upTo(recorded));
    } finally {
      oneAtATime.unlock();
    }
  }

  private PolicyIndex upTo(long recorded) {
    @Nullable PolicyIndex known = index;
    if (known == null) {
      return read();
    }
    if (known.revision() < recorded) {
      List<News> news = database.read(this::news);
      if (!follows(known, news)) {
        return read();
      }
      news.forEach(told -> take(known, told.subject(), told.body()));
      newest = news.getLast().id();
      known.complete();
    }
    return known;
  }

  private PolicyIndex withRegistrations(PolicyIndex known) {
    long count = registered.count();
    if (registrations != count) {
      registered.messages().forEach(known::apply);
      known.complete();
      registrations = count;
    }
    return known;
  }

  /// The outbox keeps what was published for some days only, and nobody may have asked for longer.
  private static boolean follows(PolicyIndex known, List<News> news) {
    return !news.isEmpty()
        && news.getFirst().body().path("revision").asLong() <= known.revision() + 1;
  }

  private PolicyIndex read() {
    PolicyIndex whole = PolicyIndex.at(Clock.systemUTC());
    database.inTransaction(transaction -> {
      policy.alone(transaction);
      long revision = policy.revision(transaction);
      for (Told<?> kind : kinds) {
        List<Fact> page = kind.page(transaction, FIRST, PAGE);
        while (!page.isEmpty()) {
          page.forEach(fact -> take(whole, fact.subject(), tree(fact.body(revision, false))));
          page = kind.page(transaction, page.getLast().id().uuid(), PAGE);
        }
      }
      newest = number(transaction, NEWEST);
      return revision;
    });
    take(whole, "policy.actions." + actions.service(), tree(actions));
    registered.messages().forEach(whole::apply);
    whole.complete();
    index = whole;
    return whole;
  }

  private static void take(PolicyIndex index, String subject, JsonNode body) {
    FactReader.read(subject, body).ifPresent(index::apply);
  }

  private record News(long id, String subject, JsonNode body) {}

  private List<News> news(Transaction transaction) {
    List<News> news = new ArrayList<>();
    for (@Nullable Object[] row : transaction.rows(Sql.of(NEWS).with("after", newest))) {
      news.add(
          new News(
              ((Number) Objects.requireNonNull(row[0])).longValue(),
              String.valueOf(row[1]),
              parsed(String.valueOf(row[2]))));
    }
    return news;
  }

  private static long number(Transaction transaction, String sql) {
    return ((Number) Objects.requireNonNull(transaction.rows(Sql.of(sql)).getFirst()[0]))
        .longValue();
  }

  private static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
