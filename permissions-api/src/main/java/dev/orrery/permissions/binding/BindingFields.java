package dev.orrery.permissions.binding;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.access.policy.condition.Condition;
import dev.orrery.kit.access.policy.condition.ConditionRefused;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.account.ServiceAccountRow;
import dev.orrery.permissions.graphql.types.CreateBindingInput;
import dev.orrery.permissions.graphql.types.UpdateBindingInput;
import dev.orrery.permissions.group.GroupRow;
import dev.orrery.permissions.organization.OrganizationRow;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bindings in the graph.
@ApplicationScoped
class BindingFields implements SubgraphPart {
  private final Resources<BindingRow> bindings;
  private final Resources<OrganizationRow> organizations;
  private final Resources<UserRow> users;
  private final Resources<GroupRow> groups;
  private final Resources<ServiceAccountRow> accounts;
  private final Subjects subjects;
  private final Giving giving;
  private final Delegation delegation;
  private final Owners owners;
  private final Database database;

  BindingFields(
      Resources<BindingRow> bindings,
      Resources<OrganizationRow> organizations,
      Resources<UserRow> users,
      Resources<GroupRow> groups,
      Resources<ServiceAccountRow> accounts,
      Subjects subjects,
      Giving giving,
      Delegation delegation,
      Owners owners,
      Database database) {
    this.bindings = bindings;
    this.organizations = organizations;
    this.users = users;
    this.groups = groups;
    this.accounts = accounts;
    this.subjects = subjects;
    this.giving = giving;
    this.delegation = delegation;
    this.owners = owners;
    this.database = database;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(bindings)
        .children("Organization", "bindings", bindings, "organization", "organization_id")
        .children("Project", "bindings", bindings, "project", "project_id")
        .field("Binding", "expired", BindingFields::expired)
        .values("Binding", "user", (viewer, ids) -> subjects(viewer, ids, users))
        .values("Binding", "group", (viewer, ids) -> subjects(viewer, ids, groups))
        .values("Binding", "serviceAccount", (viewer, ids) -> subjects(viewer, ids, accounts))
        .create(bindings, CreateBindingInput.class, this::create)
        .update(bindings, UpdateBindingInput.class, this::update)
        .delete(bindings, new Removal());
  }

  private static boolean expired(Request request) {
    @Nullable Object expiresAt = request.source().get("expiresAt");
    return expiresAt != null && !Instant.parse(expiresAt.toString()).isAfter(Instant.now());
  }

  /// Who has the bindings, of those that are of one kind and that the viewer may see.
  private <R extends ResourceRow> Map<UUID, Snapshot> subjects(
      Viewer viewer, Collection<UUID> ids, Resources<R> kind) {
    Map<UUID, UUID> subjects = new HashMap<>();
    database
        .read(transaction ->
            transaction.rows(
                Sql.of(
                        "select id, subject from role_binding where id = any(:ids) and starts_with(subject, :prefix)")
                    .with("ids", ids.toArray(UUID[]::new))
                    .with("prefix", kind.type().prefix() + "_")))
        .forEach(row ->
            subjects.put(
                (UUID) Objects.requireNonNull(row[0]),
                TypeId.parse(String.valueOf(row[1])).uuid()));
    Map<UUID, Snapshot> found =
        subjects.isEmpty() ? Map.of() : kind.findAll(subjects.values(), viewer);
    Map<UUID, Snapshot> byBinding = new HashMap<>();
    subjects.forEach((binding, subject) -> {
      @Nullable Snapshot snapshot = found.get(subject);
      if (snapshot != null) {
        byBinding.put(binding, snapshot);
      }
    });
    return byBinding;
  }

  private Answer<BindingRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateBindingInput input) {
    UUID organization = header.organization();
    @Nullable Instant until = instant(input.getExpiresAt());
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ -> condition(input.getCondition()))
        .then(_ -> Giving.future(header, until, "input.expiresAt"))
        .then(_ -> giving.scope(transaction, organization, header.project(), input.getResource()))
        .then(scope ->
            subjects
                .find(transaction, viewer, input.getSubject(), organization, "input.subject")
                .then(subject ->
                    giving
                        .role(transaction, TypeId.parse(input.getRole()).uuid(), organization)
                        .then(role -> giving.fits(subject, role))
                        .then(role -> delegation.mayGive(transaction, viewer, role, scope, until))
                        .then(role ->
                            Answer.granted(
                                giving.written(
                                    transaction,
                                    header,
                                    subject.id(),
                                    role,
                                    scope.resource(),
                                    until,
                                    input.getCondition(),
                                    viewer.subject())))));
  }

  /// What services could not decide by is not written down in the first place.
  private static Answer<Optional<String>> condition(@Nullable String text) {
    if (text == null) {
      return Answer.granted(Optional.empty());
    }
    try {
      return Answer.granted(Optional.of(Condition.parse(text).text()));
    } catch (ConditionRefused refused) {
      return Answer.refused(
          new InvalidArgument("input.condition", String.valueOf(refused.getMessage())));
    }
  }

  private Answer<BindingRow> update(
      Transaction transaction, Viewer viewer, BindingRow binding, UpdateBindingInput input) {
    if (!input.hasExpiresAt() && !input.hasCondition()) {
      return Answer.granted(binding);
    }
    @Nullable Instant until =
        input.hasExpiresAt() ? instant(input.getExpiresAt()) : binding.expiresAt;
    @Nullable String condition = input.hasCondition() ? input.getCondition() : binding.condition;
    return condition(input.getCondition())
        .then(_ -> giving.role(transaction, binding.role(), binding.header().organization()))
        .then(role -> delegation.mayGive(transaction, viewer, role, binding.scope(), until))
        .then(_ -> {
          owners.keeping(
              transaction,
              List.of(binding.header().organization()),
              () -> {
                binding.expiresAt = until;
                binding.condition = condition;
              });
          giving.copy(transaction, binding.subject(), viewer.subject());
          return Answer.granted(binding);
        });
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime moment) {
    return moment == null ? null : moment.toInstant();
  }

  /// A binding is not needed by anything; but an organization may need it.
  private final class Removal implements Resources.Blockers<BindingRow> {
    @Override
    public List<TypeId> of(Transaction transaction, BindingRow binding) {
      owners.requireAnother(transaction, binding.header().organization(), binding.id());
      return List.of();
    }

    @Override
    public void after(Transaction transaction, BindingRow binding, String actor) {
      giving.copy(transaction, binding.subject(), actor);
    }
  }
}
