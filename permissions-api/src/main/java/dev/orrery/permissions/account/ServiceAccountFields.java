package dev.orrery.permissions.account;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.binding.Memberships;
import dev.orrery.permissions.graphql.types.CreateServiceAccountInput;
import dev.orrery.permissions.graphql.types.UpdateServiceAccountInput;
import dev.orrery.permissions.group.GroupMembers;
import dev.orrery.permissions.organization.OrganizationRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/// Service accounts in the graph.
@ApplicationScoped
class ServiceAccountFields implements SubgraphPart {
  private final Resources<ServiceAccountRow> accounts;
  private final Resources<OrganizationRow> organizations;
  private final Memberships memberships;
  private final GroupMembers groups;

  ServiceAccountFields(
      Resources<ServiceAccountRow> accounts,
      Resources<OrganizationRow> organizations,
      Memberships memberships,
      GroupMembers groups) {
    this.accounts = accounts;
    this.organizations = organizations;
    this.memberships = memberships;
    this.groups = groups;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(accounts)
        .children("Organization", "serviceAccounts", accounts, "organization", "organization_id")
        .create(accounts, CreateServiceAccountInput.class, this::create)
        .update(accounts, UpdateServiceAccountInput.class, ServiceAccountFields::update)
        .delete(accounts, this::emptied);
  }

  private Answer<ServiceAccountRow> create(
      Transaction transaction,
      Viewer viewer,
      ResourceHeader header,
      CreateServiceAccountInput input) {
    UUID organization = header.organization();
    boolean provider = Boolean.TRUE.equals(input.getProviderAccount());
    if (provider && !viewer.platform()) {
      return Answer.refused(
          new Forbidden(
              "create accounts of providers in", new TypeId("org", organization).toString()));
    }
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ -> Answer.granted(new ServiceAccountRow(header, provider)));
  }

  private static Answer<ServiceAccountRow> update(
      Transaction transaction,
      Viewer viewer,
      ServiceAccountRow account,
      UpdateServiceAccountInput input) {
    if (input.getActive() != null) {
      account.active = input.getActive();
    }
    return Answer.granted(account);
  }

  /// Nothing needs an account: what it was given ends with it.
  private List<TypeId> emptied(Transaction transaction, ServiceAccountRow account) {
    TypeId id = new TypeId("sa", account.id());
    memberships.endAll(transaction, id, "permissions-api");
    groups.leaveAll(transaction, id, "permissions-api");
    return List.of();
  }
}
