package dev.orrery.handlers.reconciliation;

import dev.orrery.handlers.jobs.ResourceWork;
import dev.orrery.handlers.provider.PagesOfProviders;
import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.audit.Audit;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.resource.Pages;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Visibility;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reconciliation in the graph: on its own, below instances, and the policies of providers.
@ApplicationScoped
class ReconciliationFields implements SubgraphPart {
  /// What may be done to one, and the word for it.
  private record Doing(String action, String word) {}

  private static final Doing CORRECT = new Doing("reconciliation.correct", "correct");
  private static final Doing CONFIGURE = new Doing("reconciliation.configure", "set the policy of");

  private static final ResourceType<Reconciliation> TYPE =
      ResourceType.bare(
              "Reconciliation",
              "reconciliations",
              Reconciliation.PREFIX,
              "reconciliation",
              Reconciliation.class,
              Visibility.of(
                  "reconciliation.read", new Columns("t.organization", "t.project", "t.id", null)))
          .filter("organization", Column.reference("organization", "org"))
          .filter("project", Column.reference("project", "proj"))
          .filter("instance", Column.reference("id", "inst"))
          .filter("status", Column.choice("status"))
          .filter("provider", Column.text("provider"));

  private final Database database;
  private final Reconciliations reconciliations;
  private final Policies policies;
  private final ResourceWork work;
  private final Remedy remedy;
  private final Pages<Reconciliation> pages;
  private final Audit audit;

  ReconciliationFields(
      Database database,
      Cursors cursors,
      Reconciliations reconciliations,
      Policies policies,
      ResourceWork work,
      Remedy remedy,
      Audit audit) {
    this.database = database;
    this.reconciliations = reconciliations;
    this.policies = policies;
    this.work = work;
    this.remedy = remedy;
    this.audit = audit;
    this.pages = new Pages<>(TYPE, database, cursors);
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .entity("Reconciliation", pages::findAll)
        .query(
            "reconciliation",
            request -> {
              var id = request.id("id");
              return pages.findAll(Set.of(id), request.viewer()).get(id);
            })
        .query("reconciliations", request -> pages.page(request.viewer(), request.pageRequest()))
        .values("Instance", "reconciliation", (viewer, ids) -> pages.findAll(ids, viewer))
        .children("Provider", "reconciliations", new PagesOfProviders(database, pages))
        .values("Provider", "reconciliationPolicy", (_, ids) -> policiesOf(ids))
        .mutation("correctDrift", this::correct)
        .mutation("setReconciliationPolicy", this::setPolicy);
  }

  private Map<UUID, String> policiesOf(Collection<UUID> providers) {
    return database.read(transaction -> {
      var own = policies.all(transaction);
      var names = new HashMap<UUID, String>();
      for (var row :
          transaction.rows(
              Sql.of("select id, name from provider where id = any(:ids)")
                  .with("ids", providers.toArray(UUID[]::new)))) {
        names.put(
            (UUID) Objects.requireNonNull(row[0]),
            own.getOrDefault((String) Objects.requireNonNull(row[1]), policies.ofHouse()).name());
      }
      return names;
    });
  }

  private Answer<Map<String, Object>> correct(Request request) {
    var id = id(request, "id");
    var viewer = request.viewer();
    return changed(
        viewer,
        id,
        CORRECT,
        (transaction, row) -> {
          if (work.isSpokenFor(transaction, row.id, row.generation)) {
            return Answer.refused(
                new InvalidArgument("input.id", "a job is changing the instance at this moment"));
          }
          if (row.status != SyncStatus.DRIFTED) {
            return Answer.refused(
                new InvalidArgument("input.id", "it is %s, not DRIFTED".formatted(row.status)));
          }
          remedy.correctNow(transaction, row, viewer.subject());
          return Answer.granted(Map.of("reconciliation", row.snapshot()));
        });
  }

  private Answer<Map<String, Object>> setPolicy(Request request) {
    var input = request.input();
    var given = input.get("policy");
    var policy = given == null ? null : Policy.valueOf(given.toString());
    boolean forProvider = input.get("provider") != null;
    if (forProvider == (input.get("instance") != null)) {
      return Answer.refused(new InvalidArgument("input", "name either an instance or a provider"));
    }
    return forProvider
        ? setOfProvider(request, id(request, "provider"), policy)
        : setOfInstance(request.viewer(), id(request, "instance"), policy);
  }

  private Answer<Map<String, Object>> setOfInstance(
      Viewer viewer, TypeId instance, @Nullable Policy policy) {
    return changed(
        viewer,
        instance,
        CONFIGURE,
        (transaction, row) -> {
          reconciliations.change(
              transaction,
              row,
              Reconciliations.UPDATED,
              viewer.subject(),
              other -> other.policy = policy);
          return Answer.granted(Map.of("reconciliation", row.snapshot()));
        });
  }

  private Answer<Map<String, Object>> setOfProvider(
      Request request, TypeId provider, @Nullable Policy policy) {
    if (!request.viewer().platform()) {
      return Answer.refused(new Forbidden(CONFIGURE.word(), provider.toString()));
    }
    return database.inTransaction(transaction -> {
      transaction.widen();
      var name =
          transaction.rows(
              Sql.of("select name from provider where id = :id for update")
                  .with("id", provider.uuid()));
      if (name.isEmpty()) {
        return Answer.refused(new NotFound("provider", provider.toString()));
      }
      policies.set(transaction, (String) Objects.requireNonNull(name.getFirst()[0]), policy);
      audit.granted(transaction, request.viewer(), request.field(), null, List.of(provider));
      return Answer.granted(
          Map.of("policy", Objects.requireNonNullElse(policy, policies.ofHouse()).name()));
    });
  }

  /// Changes one that is locked and may be changed.
  private interface Change {
    Answer<Map<String, Object>> apply(Transaction transaction, Reconciliation row);
  }

  private Answer<Map<String, Object>> changed(
      Viewer viewer, TypeId id, Doing doing, Change change) {
    if (!pages.findAll(Set.of(id.uuid()), viewer).containsKey(id.uuid())) {
      return Answer.refused(new NotFound("reconciliation", id.toString()));
    }
    return database.inTransaction(transaction -> {
      transaction.widen();
      var found = reconciliations.lock(transaction, id.uuid());
      if (found.isEmpty()) {
        return Answer.refused(new NotFound("reconciliation", id.toString()));
      }
      var row = found.get();
      return may(viewer, doing.action(), row)
          ? change.apply(transaction, row)
          : Answer.refused(new Forbidden(doing.word(), id.toString()));
    });
  }

  private static boolean may(Viewer viewer, String action, Reconciliation row) {
    var organization = row.organization;
    return organization == null
        ? viewer.platform()
        : viewer.may(action, new Target(organization, row.project, row.id, Map.of()));
  }

  private static TypeId id(Request request, String field) {
    return TypeId.parse(String.valueOf(Objects.requireNonNull(request.input().get(field))));
  }
}
