package dev.orrery.permissions.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.kit.background.StartingWork;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.StateFollower;
import dev.orrery.kit.ids.TypeId;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings the facts in the stream of the policy up to the record at each start: the stream may be
/// new, may have lost what was told long ago, or may be an old copy.
@ApplicationScoped
class FactRepair implements StateFollower<JsonNode> {
  private static final Logger LOG = Logger.getLogger(FactRepair.class);
  private static final int PAGE = 1000;
  private static final UUID FIRST = new UUID(0, 0);

  private final List<Told<?>> kinds;
  private final Database database;
  private final Policy policy;
  // None once the stream was compared.
  private @Nullable Map<String, Fact> read = new HashMap<>();
  private volatile @Nullable StartingWork repairing;

  FactRepair(@All List<Told<?>> kinds, Database database, Policy policy) {
    this.kinds = kinds;
    this.database = database.own();
    this.policy = policy;
  }

  @Override
  public String stream() {
    return "POLICY";
  }

  @Override
  public Class<JsonNode> body() {
    return JsonNode.class;
  }

  @Override
  public void apply(Received<JsonNode> message) {
    @Nullable Map<String, Fact> until = read;
    String kind = message.token(1);
    if (until != null && kinds.stream().anyMatch(each -> each.kind().equals(kind))) {
      JsonNode body = message.body();
      Fact told =
          new Fact(
              kind,
              TypeId.parse(message.token(2)),
              body.path("version").asLong(),
              body.path("gone").asBoolean(),
              Map.of());
      until.put(told.subject(), told);
    }
  }

  @Override
  public void complete() {
    @Nullable Map<String, Fact> all = read;
    if (all != null) {
      read = null;
      StartingWork repair =
          new StartingWork(
              "the comparison of the policy's stream with the record",
              () -> tellWhatIsMissing(all));
      repairing = repair;
      repair.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    @Nullable StartingWork repair = repairing;
    if (repair != null) {
      repair.stop();
    }
  }

  private void tellWhatIsMissing(Map<String, Fact> stream) {
    long told = repair(stream);
    if (told > 0) {
      LOG.infof("%d facts of the policy were missing in the stream and are told again.", told);
    }
  }

  /// Tells each fact that the stream has at an older version, or not at all, and the end of those
  /// that are in the stream alone.
  ///
  /// @param stream the newest fact of each subject in the stream
  /// @return how many there were
  long repair(Map<String, Fact> stream) {
    Map<String, Fact> unrecorded = new HashMap<>(stream);
    long told = 0;
    for (Told<?> kind : kinds) {
      UUID after = FIRST;
      while (true) {
        UUID behind = after;
        Page page = database.inTransaction(transaction -> page(transaction, kind, behind, stream));
        page.facts().forEach(fact -> unrecorded.remove(fact.subject()));
        told += page.missing();
        if (page.facts().isEmpty()) {
          break;
        }
        after = page.facts().getLast().id().uuid();
      }
    }
    List<Fact> ended =
        unrecorded.values().stream()
            .filter(fact -> !fact.gone())
            .map(fact -> fact.goneAt(fact.version() + 1))
            .toList();
    return told + database.inTransaction(transaction -> tellEnded(transaction, ended));
  }

  private record Page(List<Fact> facts, int missing) {}

  /// Reads and tells under the lock of the policy, so that nothing old is told after a newer
  /// change.
  private Page page(Transaction transaction, Told<?> kind, UUID after, Map<String, Fact> stream) {
    policy.alone(transaction);
    List<Fact> facts = kind.page(transaction, after, PAGE);
    List<Fact> missing = facts.stream().filter(fact -> isMissing(fact, stream)).toList();
    policy.tell(transaction, missing);
    return new Page(facts, missing.size());
  }

  private static boolean isMissing(Fact recorded, Map<String, Fact> stream) {
    @Nullable Fact told = stream.get(recorded.subject());
    return told == null || told.gone() || told.version() < recorded.version();
  }

  private int tellEnded(Transaction transaction, List<Fact> ended) {
    policy.alone(transaction);
    // Somebody may have told it in the meantime; that it ended stays true.
    policy.tell(transaction, ended);
    return ended.size();
  }
}
