package dev.orrery.permissions.invitation;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.resource.Witness;
import dev.orrery.permissions.policy.Policy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/// What the kit must know of invitations.
@ApplicationScoped
class Invitations {
  private static final ResourceType<InvitationRow> TYPE =
      ResourceType.of("Invitation", "invitations", "inv", "invitation", InvitationRow.class)
          .filter("email", Column.text("email"))
          .filter("role", Column.reference("role_id", "role"))
          .filter("expiresAt", Column.moment("expires_at"));

  @Produces
  @Singleton
  Resources<InvitationRow> invitations(Resources.Factory resources, Policy policy) {
    return resources.of(TYPE, new InTurn(policy));
  }

  /// An invitation is no fact of the policy, but what comes of it is.
  private record InTurn(Policy policy) implements Witness {
    @Override
    public void begins(Transaction transaction) {
      policy.alone(transaction);
    }

    @Override
    public void saw(
        Transaction transaction,
        @Nullable Snapshot before,
        @Nullable Snapshot after,
        long version) {}
  }
}
