package dev.orrery.handlers.reconciliation;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.MessageHandler;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Verdict;
import dev.orrery.provider.protocol.Hello;
import dev.orrery.provider.protocol.Subjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/// A provider that comes, or comes back, is asked about everything it holds. Safe to run twice: a
/// look only ever moves nearer.
@ApplicationScoped
class LookOnProviderHello implements MessageHandler<Hello> {
  private final Reconciliations reconciliations;
  private final ReconciliationSettings settings;

  LookOnProviderHello(Reconciliations reconciliations, ReconciliationSettings settings) {
    this.reconciliations = reconciliations;
    this.settings = settings;
  }

  @Override
  public String consumer() {
    return "handlers-look-on-hello";
  }

  @Override
  public String stream() {
    return Subjects.PROVIDERS;
  }

  @Override
  public Set<String> subjects() {
    return Set.of(Subjects.hello("*"));
  }

  @Override
  public Class<Hello> body() {
    return Hello.class;
  }

  @Override
  public Verdict handle(Received<Hello> message, Transaction transaction) {
    transaction.execute(
        Sql.of(
                """
                update reconciliation
                set look_at =
                  least(look_at, cast(:now as timestamptz) + random() * cast(:millis as bigint) * interval '1 millisecond')
                where id in (select id from reconciliation
                             where provider = :provider and look_at > :now order by id for update)
                """)
            .with("now", reconciliations.now())
            .with("millis", settings.spread().toMillis())
            .with("provider", message.token(2)));
    return new Verdict.Done();
  }
}
