package dev.orrery.handlers.reconciliation;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.MessageHandler;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Verdict;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.provider.protocol.Report;
import dev.orrery.provider.protocol.Subjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Safe to run twice: what was seen is compared with what is desired now, and an older view than
/// the newest order changes nothing.
@ApplicationScoped
class JudgeOnProviderReported implements MessageHandler<Report> {
  private final Reconciliations reconciliations;
  private final Judgement judgement;

  JudgeOnProviderReported(Reconciliations reconciliations, Judgement judgement) {
    this.reconciliations = reconciliations;
    this.judgement = judgement;
  }

  @Override
  public String consumer() {
    return "handlers-judge-report";
  }

  @Override
  public String stream() {
    return Subjects.REPORTS;
  }

  @Override
  public Set<String> subjects() {
    return Set.of("reports.>");
  }

  @Override
  public Class<Report> body() {
    return Report.class;
  }

  @Override
  public boolean concerns(Received<Report> message) {
    return message.body().outcome().ends();
  }

  @Override
  public Verdict handle(Received<Report> message, Transaction transaction) {
    var report = message.body();
    // The server lets a provider publish under its own name alone, so the subject can be believed.
    var resource = resource(message.token(3));
    var known = resource.flatMap(id -> reconciliations.lock(transaction, id));
    if (known.isPresent()
        && known.get().provider.equals(message.token(1))
        && report.generation() == known.get().generation) {
      judgement.pass(transaction, known.get(), report);
    }
    return new Verdict.Done();
  }

  private static Optional<UUID> resource(String token) {
    try {
      return Optional.of(TypeId.parse(token, "inst").uuid());
    } catch (MalformedIdException notOurs) {
      return Optional.empty();
    }
  }
}
