package dev.orrery.permissions.role;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.binding.Delegation;
import dev.orrery.permissions.graphql.types.CreateRoleInput;
import dev.orrery.permissions.graphql.types.UpdateRoleInput;
import dev.orrery.permissions.organization.OrganizationRow;
import dev.orrery.permissions.policy.RegisteredAction;
import dev.orrery.permissions.policy.RegisteredActions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/// Roles in the graph, and the actions that they are made of.
@ApplicationScoped
class RoleFields implements SubgraphPart {
  private static final int MOST_ACTIONS = 500;
  private static final Blocking USES =
      Blocking.rows("bind", "role_binding", "role_id").and("inv", "invitation", "role_id");

  private final Resources<RoleRow> roles;
  private final Resources<OrganizationRow> organizations;
  private final RoleContents contents;
  private final RegisteredActions actions;
  private final Delegation delegation;

  RoleFields(
      Resources<RoleRow> roles,
      Resources<OrganizationRow> organizations,
      RoleContents contents,
      RegisteredActions actions,
      Delegation delegation) {
    this.roles = roles;
    this.organizations = organizations;
    this.contents = contents;
    this.actions = actions;
    this.delegation = delegation;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(roles)
        .children("Organization", "roles", roles, "organization", "organization_id")
        .query("actions", this::actions)
        .create(roles, CreateRoleInput.class, this::create)
        .update(roles, UpdateRoleInput.class, this::update)
        .delete(roles, USES);
  }

  private List<Map<String, String>> actions(Request request) {
    request.viewer();
    return actions.all().stream()
        .filter(action -> action.grantedTo() != null)
        .map(RoleFields::json)
        .toList();
  }

  private static Map<String, String> json(RegisteredAction action) {
    return Map.of(
        "name", action.name(),
        "description", action.description(),
        "service", action.service(),
        "grantedTo", Objects.requireNonNull(action.grantedTo()).name());
  }

  private Answer<RoleRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateRoleInput input) {
    UUID organization = header.organization();
    boolean forProviders = Boolean.TRUE.equals(input.getForProviders());
    if (forProviders && !viewer.platform()) {
      return Answer.refused(
          new Forbidden(
              "create roles for providers in", new TypeId("org", organization).toString()));
    }
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ -> checked(input.getActions()))
        .then(all ->
            delegation
                .mayDefine(transaction, viewer, organization, all)
                .then(_ -> Answer.granted(new RoleRow(header, forProviders, all))));
  }

  private Answer<RoleRow> update(
      Transaction transaction, Viewer viewer, RoleRow role, UpdateRoleInput input) {
    if (input.getActions() == null) {
      return Answer.granted(role);
    }
    return checked(input.getActions())
        .then(all -> {
          List<String> added = new ArrayList<>(all);
          added.removeAll(role.actions());
          return delegation
              .mayDefine(transaction, viewer, role.header().organization(), added)
              .then(_ -> {
                role.actions(all);
                return Answer.granted(role);
              });
        });
  }

  private Answer<List<String>> checked(List<String> given) {
    if (given.size() > MOST_ACTIONS) {
      return Answer.refused(
          new InvalidArgument(
              "input.actions",
              "%d actions, at most %d are allowed".formatted(given.size(), MOST_ACTIONS)));
    }
    for (int i = 0; i < given.size(); i++) {
      Optional<String> problem = contents.problem(given.get(i));
      if (problem.isPresent()) {
        return Answer.refused(new InvalidArgument("input.actions." + i, problem.get()));
      }
    }
    return Answer.granted(List.copyOf(new TreeSet<>(given)));
  }
}
