package dev.orrery.permissions.invitation;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/// The invitations of organizations, inside the transactions of changes.
@ApplicationScoped
public class OpenInvitations {
  private final Resources<InvitationRow> invitations;

  OpenInvitations(Resources<InvitationRow> invitations) {
    this.invitations = invitations;
  }

  /// Removes all invitations to an organization that is about to go.
  public void takeBackAll(Transaction transaction, UUID organization) {
    transaction
        .select(
            InvitationRow.class,
            Sql.of(
                    "%s where t.organization_id = :organization order by t.id for update"
                        .formatted(invitations.type().select()))
                .with("organization", organization))
        .forEach(each -> invitations.removed(transaction, each, "permissions-api"));
  }
}
