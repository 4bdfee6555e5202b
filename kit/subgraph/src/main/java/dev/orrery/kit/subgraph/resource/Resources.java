package dev.orrery.kit.subgraph.resource;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.ConstraintViolated;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.events.Outbox;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InUse;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.error.CommonError.StaleVersion;
import dev.orrery.kit.subgraph.error.DomainError;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.page.Page;
import dev.orrery.kit.subgraph.page.PageRequest;
import dev.orrery.kit.subgraph.page.Parameters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All resources of one kind: the one way to read, change and announce them.
///
/// Every change takes the row's lock, checks what the viewer may do and which version the viewer
/// saw, counts the version up by one, and leaves one event in the outbox, all in one transaction. A
/// change that changes nothing does none of that.
public final class Resources<R extends ResourceRow> {
  private static final String ORGANIZATION_READ = "organization.read";

  private final ResourceType<R> type;
  private final Database database;
  private final Pages<R> pages;
  private final Witness witness;
  private final Announcements<R> announcements;

  Resources(
      ResourceType<R> type, Database database, Outbox outbox, Cursors cursors, Witness witness) {
    this.type = type;
    this.witness = witness;
    this.database = database;
    this.pages = new Pages<>(type, database, cursors);
    this.announcements = new Announcements<>(type, outbox, witness);
  }

  public ResourceType<R> type() {
    return type;
  }

  /// Those of the ids that exist and that the viewer may see, in one statement.
  public Map<UUID, Snapshot> findAll(Collection<UUID> ids, Viewer viewer) {
    return pages.findAll(ids, viewer);
  }

  public Page page(Viewer viewer, PageRequest request) {
    return pages.page(viewer, request);
  }

  /// The same page of the lists of many parents, in one statement.
  public Map<UUID, Page> pages(
      Viewer viewer,
      PageRequest request,
      String parentField,
      String parentColumn,
      Collection<UUID> parents) {
    return pages.pages(viewer, request, parentField, parentColumn, parents);
  }

  /// Creates a resource where the viewer may do what the operation does, or answers what was
  /// answered first under the input's idempotency key.
  ///
  /// @param operation the mutation's name
  /// @param input the mutation's input as given
  /// @param status the status it begins with
  public Answer<Snapshot> create(
      Viewer viewer,
      String operation,
      Map<String, @Nullable Object> input,
      ResourceStatus status,
      NewRow<R> newRow) {
    return answer(() -> {
      ResourceHeader header = header(viewer, operation, input, status);
      return created(viewer, operation, input, header, newRow);
    });
  }

  /// The same for an organization that the input does not name. Whether the viewer may do this is
  /// for `newRow` to say.
  public Answer<Snapshot> createIn(
      UUID organization,
      Viewer viewer,
      String operation,
      Map<String, @Nullable Object> input,
      NewRow<R> newRow) {
    return answer(() -> {
      ResourceHeader header = new CommonInput(input).header(organization, ResourceStatus.ACTIVE);
      return created(viewer, operation, input, header, newRow);
    });
  }

  private Snapshot created(
      Viewer viewer,
      String operation,
      Map<String, @Nullable Object> input,
      ResourceHeader header,
      NewRow<R> newRow) {
    @Nullable String key = new CommonInput(input).idempotencyKey();
    return database.inTransaction(transaction ->
        key == null
            ? made(transaction, viewer, header, newRow)
            : once(
                transaction,
                IdempotencyKeys.Key.of(viewer.subject(), key, operation, input),
                () -> made(transaction, viewer, header, newRow)));
  }

  private Snapshot made(
      Transaction transaction, Viewer viewer, ResourceHeader header, NewRow<R> newRow) {
    witness.begins(transaction);
    witness.found(transaction);
    return persisted(transaction, viewer, newRow.make(transaction, header));
  }

  private static Snapshot once(
      Transaction transaction, IdempotencyKeys.Key key, Supplier<Snapshot> creation) {
    Optional<Snapshot> first = IdempotencyKeys.answered(transaction, key);
    if (first.isPresent()) {
      return first.get();
    }
    Snapshot created = creation.get();
    IdempotencyKeys.remember(transaction, key, created);
    return created;
  }

  private Snapshot persisted(Transaction transaction, Viewer viewer, Answer<R> row) {
    return created(transaction, row.orRollBack(), viewer.subject());
  }

  /// Makes the header of a resource that the viewer wants to create, from the fields that all
  /// inputs share.
  ///
  /// @param operation the mutation whose action must be allowed: `createSite`
  /// @throws RefusedException when a field is bad, or the viewer may not do that there
  public ResourceHeader header(
      Viewer viewer, String operation, Map<String, @Nullable Object> input, ResourceStatus status) {
    ResourceHeader header = new CommonInput(input).header(status);
    require(
        viewer,
        type.action(operation),
        new Target(header.organization(), header.project(), null, header.labelTexts()));
    return header;
  }

  /// Lets those pass who may create in the whole organization: for changes of many at once, before
  /// the first.
  ///
  /// @throws RefusedException when the viewer may not
  public void requireCreation(Viewer viewer, UUID organization) {
    require(viewer, type.action("create" + type.name()), Target.in(organization));
  }

  private void require(Viewer viewer, String action, Target target) {
    if (viewer.may(action, target)) {
      return;
    }
    String organization = new TypeId("org", target.organization()).toString();
    throw new RefusedException(
        viewer.may(ORGANIZATION_READ, Target.in(target.organization()))
            ? new Forbidden("change " + type.plural() + " in", organization)
            : new NotFound("organization", organization));
  }

  /// Changes a resource that the viewer saw at a version.
  ///
  /// @param operation the mutation whose action must be allowed: `startInstance`
  /// @param input the mutation's input as given, with `id` and `version`
  /// @param verb what happened, for the event: `updated`, `started`
  public Answer<Snapshot> update(
      Viewer viewer,
      String operation,
      Map<String, @Nullable Object> input,
      String verb,
      RowChange<R> change) {
    return update(viewer, operation, input, verb, type.authority(), change);
  }

  /// The same for a change that others may make than those who may change all of it.
  public Answer<Snapshot> update(
      Viewer viewer,
      String operation,
      Map<String, @Nullable Object> input,
      String verb,
      Authority<? super R> authority,
      RowChange<R> change) {
    String action = type.action(operation);
    return answer(() ->
        database.inTransaction(transaction -> {
          witness.begins(transaction);
          R row = locked(transaction, viewer, action, input, authority);
          witness.found(transaction);
          return changed(
              transaction,
              row,
              verb,
              viewer.subject(),
              locked -> {
                // First the kind's own part, which may compare the name as it was with the one
                // asked for.
                change.apply(transaction, locked).orRollBack();
                new CommonInput(input).change(locked.header());
                requireStill(viewer, action, authority, locked);
              });
        }));
  }

  /// Nobody moves a resource to where one may not change it.
  private void requireStill(
      Viewer viewer, String action, Authority<? super R> authority, R changed) {
    if (!authority.allows(viewer, action, changed)) {
      throw new RefusedException(
          new Forbidden(
              "give that project or those labels to",
              new TypeId(type.prefix(), changed.id()).toString()));
    }
  }

  /// Deletes a resource that the viewer saw at a version, unless others still need it.
  ///
  /// @param operation the mutation whose action must be allowed: `deleteSite`
  /// @param blockers who still needs it
  public Answer<Snapshot> delete(
      Viewer viewer,
      String operation,
      Map<String, @Nullable Object> input,
      Blockers<? super R> blockers) {
    return answer(() ->
        database.inTransaction(transaction -> {
          witness.begins(transaction);
          if (!sees(transaction, viewer, id(input).uuid())) {
            throw new RefusedException(notFound(id(input).uuid()));
          }
          blockers.before(transaction, id(input).uuid());
          R row = locked(transaction, viewer, type.action(operation), input, type.authority());
          witness.found(transaction);
          List<TypeId> held = blockers.of(transaction, row);
          if (!held.isEmpty()) {
            throw new RefusedException(new InUse(new TypeId(type.prefix(), row.id()), held));
          }
          Snapshot last = removed(transaction, row, viewer.subject());
          blockers.after(transaction, row, viewer.subject());
          return last;
        }));
  }

  /// Whether there is one with this id that the viewer may see: to be known before anything is done
  /// or locked that could tell a hidden one from an absent one, or keep its people waiting.
  public boolean sees(Transaction transaction, Viewer viewer, UUID id) {
    Parameters parameters = new Parameters();
    String wanted = parameters.bind(id);
    String visible = type.visibility().condition(viewer, parameters);
    return !transaction
        .rows(
            parameters.statement(
                "select 1 from %s t where t.id = %s and %s"
                    .formatted(type.table(), wanted, visible)))
        .isEmpty();
  }

  /// Finds another resource that a change refers to, and keeps it until the transaction's end. It
  /// must belong to the same organization.
  ///
  /// @param path where the reference stands in the arguments
  public Answer<R> required(
      Transaction transaction, Viewer viewer, UUID id, UUID organization, String path) {
    Parameters parameters = new Parameters();
    String wanted = parameters.bind(id);
    String visible = type.visibility().condition(viewer, parameters);
    @Nullable R found =
        transaction
            .select(
                type.row(),
                parameters.statement(
                    "%s where t.id = %s and %s for key share"
                        .formatted(type.select(), wanted, visible)))
            .stream()
            .findFirst()
            .orElse(null);
    if (found == null) {
      return Answer.refused(notFound(id));
    }
    return found.header().organization().equals(organization)
        ? Answer.granted(found)
        : Answer.refused(
            new InvalidArgument(
                path,
                "%s belongs to another organization".formatted(new TypeId(type.prefix(), id))));
  }

  /// Records a new row and its event. For handlers, which act inside their message's transaction.
  public Snapshot created(Transaction transaction, R row, String actor) {
    return announcements.created(transaction, row, actor);
  }

  /// Locks a row, whoever may see it; for handlers.
  public Optional<R> locked(Transaction transaction, UUID id) {
    return Optional.ofNullable(transaction.lock(type.row(), id));
  }

  /// Changes a locked row and leaves the event, unless nothing changed.
  public Snapshot changed(
      Transaction transaction, R row, String verb, String actor, Consumer<R> change) {
    announcements.changed(transaction, List.of(row), verb, actor, change);
    return row.snapshot();
  }

  /// Changes many locked rows alike. All are written before the first event, so the cost grows with
  /// their number and no faster.
  public void changedAll(
      Transaction transaction, List<R> rows, String verb, String actor, Consumer<R> change) {
    announcements.changed(transaction, rows, verb, actor, change);
  }

  /// Removes a locked row and leaves the event with its last snapshot.
  public Snapshot removed(Transaction transaction, R row, String actor) {
    return announcements.removed(transaction, row, actor);
  }

  private R locked(
      Transaction transaction,
      Viewer viewer,
      String action,
      Map<String, @Nullable Object> input,
      Authority<? super R> authority) {
    TypeId id = id(input);
    long version = ((Number) Objects.requireNonNull(input.get("version"))).longValue();
    Parameters parameters = new Parameters();
    String wanted = parameters.bind(id.uuid());
    String visible = type.visibility().condition(viewer, parameters);
    R row =
        transaction
            .select(
                type.row(),
                parameters.statement(
                    "%s where t.id = %s and %s for update"
                        .formatted(type.select(), wanted, visible)))
            .stream()
            .findFirst()
            .orElseThrow(() -> new RefusedException(notFound(id.uuid())));
    if (!authority.allows(viewer, action, row)) {
      throw new RefusedException(new Forbidden("change", id.toString()));
    }
    if (row.header().version() != version) {
      throw new RefusedException(new StaleVersion(id, version, row.header().version()));
    }
    return row;
  }

  private TypeId id(Map<String, @Nullable Object> input) {
    return TypeId.parse(String.valueOf(input.get("id")), type.prefix());
  }

  private NotFound notFound(UUID id) {
    return new NotFound(type.singular(), new TypeId(type.prefix(), id).toString());
  }

  /// Does work on resources of this kind and turns refusals, violated constraints among them, into
  /// an answer.
  public <T> Answer<T> answer(Supplier<T> work) {
    try {
      return Answer.granted(work.get());
    } catch (RefusedException refused) {
      return Answer.refused(refused.error());
    } catch (ConstraintViolated violated) {
      @Nullable DomainError meaning = type.refusal(violated.constraint());
      if (meaning == null) {
        throw violated;
      }
      return Answer.refused(meaning);
    }
  }

  /// Makes the row of a new resource around its header, or says why not.
  @FunctionalInterface
  public interface NewRow<R> {
    Answer<R> make(Transaction transaction, ResourceHeader header);
  }

  /// Changes a locked row's own fields, or says why not.
  @FunctionalInterface
  public interface RowChange<R> {
    Answer<R> apply(Transaction transaction, R row);
  }

  /// Lists what still needs a locked row; a few are enough.
  @FunctionalInterface
  public interface Blockers<R> {
    List<TypeId> of(Transaction transaction, R row);

    /// Runs before the row is locked, for those who see it: the place for locks that must come
    /// first.
    default void before(Transaction transaction, UUID id) {}

    /// Runs when the row is gone, in the same transaction: the place for what follows from that.
    default void after(Transaction transaction, R row, String actor) {}
  }

  /// Opens the resources of a kind.
  @jakarta.enterprise.context.ApplicationScoped
  public static class Factory {
    private final Database database;
    private final Outbox outbox;
    private final Cursors cursors;

    Factory(Database database, Outbox outbox, Cursors cursors) {
      this.database = database;
      this.outbox = outbox;
      this.cursors = cursors;
    }

    public <R extends ResourceRow> Resources<R> of(ResourceType<R> type) {
      return of(type, Witness.nobody());
    }

    public <R extends ResourceRow> Resources<R> of(ResourceType<R> type, Witness witness) {
      return new Resources<>(type, database, outbox, cursors, witness);
    }
  }
}
