package dev.orrery.permissions.user;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.graphql.types.CreateUserInput;
import dev.orrery.permissions.graphql.types.UpdateUserInput;
import dev.orrery.permissions.organization.OrganizationRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Users in the graph.
@ApplicationScoped
class UserFields implements SubgraphPart {
  private final Resources<UserRow> users;
  private final Resources<OrganizationRow> organizations;
  private final Members members;

  UserFields(Resources<UserRow> users, Resources<OrganizationRow> organizations, Members members) {
    this.users = users;
    this.organizations = organizations;
    this.members = members;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(users)
        .query("viewer", this::viewer)
        .create(users, CreateUserInput.class, this::create)
        .update(users, UpdateUserInput.class, this::update)
        .mutation("deleteUser", this::delete);
  }

  private @Nullable Snapshot viewer(Request request) {
    Viewer viewer = request.viewer();
    return Users.self(viewer).map(id -> users.findAll(Set.of(id), viewer).get(id)).orElse(null);
  }

  private Answer<UserRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateUserInput input) {
    UUID organization = header.organization();
    if (!viewer.platform()) {
      return Answer.refused(
          new Forbidden("create users in", new TypeId("org", organization).toString()));
    }
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ -> EmailAddress.read(input.getEmail(), "input.email"))
        .then(email -> {
          UserRow user = new UserRow(header, email.text());
          Role role = Role.valueOf(input.getRole().name());
          members.become(transaction, user, organization, role, viewer.subject());
          return Answer.granted(user);
        });
  }

  private Answer<UserRow> update(
      Transaction transaction, Viewer viewer, UserRow user, UpdateUserInput input) {
    if (input.getEmail() == null) {
      return Answer.granted(user);
    }
    if (!viewer.platform()) {
      return Answer.refused(new Forbidden("change the e-mail address of", viewer.subject()));
    }
    return EmailAddress.read(input.getEmail(), "input.email")
        .then(email -> {
          user.email = email.text();
          return Answer.granted(user);
        });
  }

  private Answer<Map<String, Object>> delete(Request request) {
    Viewer viewer = request.viewer();
    if (!viewer.platform()) {
      return Answer.refused(new Forbidden("delete", String.valueOf(request.input().get("id"))));
    }
    return users
        .delete(
            viewer,
            "deleteUser",
            request.input(),
            (transaction, user) -> {
              members.leaveAll(transaction, user, viewer.subject());
              return List.of();
            })
        .then(user -> Answer.granted(Map.of("user", user)));
  }
}
