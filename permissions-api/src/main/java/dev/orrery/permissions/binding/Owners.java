package dev.orrery.permissions.binding;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.RefusedException;
import dev.orrery.permissions.role.Roles;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// The people who own an organization for good: by bindings that neither expire nor have a
/// condition, their own or those of groups.
///
/// Whoever asks holds the lock of the policy, so the answer is true until the transaction's end.
@ApplicationScoped
public class Owners {
  private static final UUID NONE = new UUID(0, 0);

  private static final String LASTING =
      """
      b.project_id is null and b.resource is null and b.role_id = :owner
      and b.expires_at is null and b.condition is null
      """;

  private static final String ONE =
      """
      with recursive reach(id) as (
        select b.subject from role_binding b where b.organization_id = :organization and b.id <> :without and %s
        union
        select m.member from reach r
        join user_group g on type_id('grp', g.id) = r.id
        cross join lateral jsonb_array_elements_text(g.members -> 'all') as m(member))
      select id from reach where starts_with(id, 'user_') limit 1
      """
          .formatted(LASTING);

  private static final String OWNED =
      """
      with recursive principal(id) as (
        select cast(:subject as text)
        union
        select type_id('grp', g.id) from principal p
        join user_group g on g.members @> jsonb_build_object('all', jsonb_build_array(p.id)))
      select distinct b.organization_id from role_binding b join principal p on p.id = b.subject
      where %s
      """
          .formatted(LASTING);

  /// The organizations that a subject owns, directly or by its groups.
  public List<UUID> ownedBy(Transaction transaction, TypeId subject) {
    return transaction
        .rows(
            Sql.of(OWNED).with("subject", subject.toString()).with("owner", Roles.idOf(Role.OWNER)))
        .stream()
        .map(row -> (UUID) Objects.requireNonNull(row[0]))
        .toList();
  }

  /// Does what may take owners from organizations.
  ///
  /// @throws RefusedException when one that had an owner has none any more
  public void keeping(Transaction transaction, Collection<UUID> organizations, Runnable change) {
    List<UUID> owned = organizations.stream().filter(each -> isOwned(transaction, each)).toList();
    change.run();
    transaction.flush();
    for (UUID organization : owned) {
      if (!isOwned(transaction, organization)) {
        throw new RefusedException(new BindingError.LastOwner(new TypeId("org", organization)));
      }
    }
  }

  /// Looks whether an organization can do without a binding.
  ///
  /// @throws RefusedException when nobody else owns it
  void requireAnother(Transaction transaction, UUID organization, UUID binding) {
    if (isOwned(transaction, organization) && !isOwned(transaction, organization, binding)) {
      throw new RefusedException(new BindingError.LastOwner(new TypeId("org", organization)));
    }
  }

  private static boolean isOwned(Transaction transaction, UUID organization) {
    return isOwned(transaction, organization, NONE);
  }

  private static boolean isOwned(Transaction transaction, UUID organization, UUID without) {
    return !transaction
        .rows(
            Sql.of(ONE)
                .with("organization", organization)
                .with("without", without)
                .with("owner", Roles.idOf(Role.OWNER)))
        .isEmpty();
  }
}
