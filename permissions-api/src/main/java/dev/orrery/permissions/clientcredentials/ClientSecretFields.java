package dev.orrery.permissions.clientcredentials;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.audit.Audit;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.account.ServiceAccountRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The secrets of service accounts in the graph, for owners of the organization; those of
/// providers' accounts for operators.
@ApplicationScoped
class ClientSecretFields implements SubgraphPart {
  private static final int MOST_DAYS = 366;

  private final Resources<ServiceAccountRow> accounts;
  private final ClientSecrets secrets;
  private final Database database;
  private final Audit audit;

  ClientSecretFields(
      Resources<ServiceAccountRow> accounts,
      ClientSecrets secrets,
      Database database,
      Audit audit) {
    this.accounts = accounts;
    this.secrets = secrets;
    this.database = database.own();
    this.audit = audit;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .query("serviceAccountSecrets", this::list)
        .mutation("createServiceAccountSecret", this::create)
        .mutation("deleteServiceAccountSecret", this::delete);
  }

  private Answer<?> list(Request request) {
    return account(request.viewer(), request.text("serviceAccount"))
        .then(account ->
            Answer.granted(
                database.read(transaction -> secrets.all(transaction, account.id().uuid()))));
  }

  private Answer<Map<String, Object>> create(Request request) {
    Map<String, @Nullable Object> input = request.input();
    int days = input.get("lifetimeDays") instanceof Number number ? number.intValue() : 0;
    if (days < 1 || days > MOST_DAYS) {
      return Answer.refused(
          new InvalidArgument(
              "input.lifetimeDays", "%d is not between 1 and %d".formatted(days, MOST_DAYS)));
    }
    return account(request.viewer(), String.valueOf(input.get("serviceAccount")))
        .then(account ->
            database.inTransaction(transaction -> {
              Answer<Map<String, Object>> made =
                  secrets.make(
                      transaction,
                      account.id().uuid(),
                      Duration.ofDays(days),
                      request.viewer().subject());
              return made.then(secret -> {
                tell(transaction, request, account, String.valueOf(secret.get("id")));
                return made;
              });
            }));
  }

  private Answer<Map<String, Object>> delete(Request request) {
    Map<String, @Nullable Object> input = request.input();
    String id = String.valueOf(input.get("id"));
    return account(request.viewer(), String.valueOf(input.get("serviceAccount")))
        .then(account ->
            database.inTransaction(transaction -> {
              if (!secrets.remove(
                  transaction,
                  account.id().uuid(),
                  TypeId.parse(id, ClientSecrets.PREFIX).uuid())) {
                return Answer.refused(new NotFound("secret", id));
              }
              tell(transaction, request, account, id);
              return Answer.granted(Map.of("id", id));
            }));
  }

  private void tell(Transaction transaction, Request request, Account account, String secret) {
    audit.granted(
        transaction,
        request.viewer(),
        request.field(),
        account.organization(),
        List.of(account.id(), TypeId.parse(secret)));
  }

  private record Account(TypeId id, TypeId organization) {}

  /// An account that the viewer sees and may look after. No client reaches the secrets themselves.
  private Answer<Account> account(Viewer viewer, String id) {
    TypeId account = TypeId.parse(id, "sa");
    @Nullable Snapshot found = accounts.findAll(Set.of(account.uuid()), viewer).get(account.uuid());
    if (found == null) {
      return Answer.refused(new NotFound("serviceAccount", id));
    }
    boolean allowed =
        !viewer.limited()
            && (Boolean.TRUE.equals(found.get("providerAccount"))
                ? viewer.platform()
                : viewer.may(
                    "serviceaccount.update",
                    new Target(
                        found.referenceTo("organization").uuid(), null, account.uuid(), Map.of())));
    return allowed
        ? Answer.granted(new Account(account, found.referenceTo("organization")))
        : Answer.refused(new Forbidden("look after the secrets of", id));
  }
}
