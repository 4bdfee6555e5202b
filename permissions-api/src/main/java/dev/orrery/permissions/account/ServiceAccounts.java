package dev.orrery.permissions.account;

import dev.orrery.kit.subgraph.resource.Authority;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.permissions.policy.Fact;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.policy.Told;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of service accounts.
@ApplicationScoped
class ServiceAccounts {
  /// Accounts of providers belong to the platform, wherever they are.
  private static final Authority<ServiceAccountRow> KEEPERS =
      (viewer, action, account) ->
          account.providerAccount() ? viewer.platform() : viewer.may(action, account.target());

  private static final ResourceType<ServiceAccountRow> TYPE =
      ResourceType.of(
              "ServiceAccount", "serviceAccounts", "sa", "service_account", ServiceAccountRow.class)
          .changedBy(KEEPERS)
          .unique(
              "service_account_name_unique", "the name of a service account in its organization");

  @Produces
  @Singleton
  Told<ServiceAccountRow> told(Policy policy) {
    return new Told<>(policy, "subject", TYPE, ServiceAccounts::fact);
  }

  @Produces
  @Singleton
  Resources<ServiceAccountRow> serviceAccounts(
      Resources.Factory resources, Told<ServiceAccountRow> told) {
    return resources.of(TYPE, told);
  }

  private static Fact fact(Snapshot account) {
    return Fact.of("subject", account.id(), account.version())
        .with("active", account.get("active"))
        .with("providerAccount", account.get("providerAccount"));
  }
}
