package dev.orrery.permissions.organization;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.graphql.types.UpdateOrganizationInput;
import dev.orrery.permissions.invitation.OpenInvitations;
import dev.orrery.permissions.user.Members;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Organizations in the graph.
@ApplicationScoped
class OrganizationFields implements SubgraphPart {
  private static final Blocking PARTS =
      Blocking.rows("org", "organization", "parent_id")
          .and("proj", "project", "organization_id")
          .and("user", "user_account", "organization_id")
          .and("grp", "user_group", "organization_id")
          .and("sa", "service_account", "organization_id")
          .and("role", "role", "organization_id");

  private final Resources<OrganizationRow> organizations;
  private final OrganizationTree tree;
  private final OrganizationMoves moves;
  private final Members members;
  private final OpenInvitations invitations;

  OrganizationFields(
      Resources<OrganizationRow> organizations,
      OrganizationTree tree,
      OrganizationMoves moves,
      Members members,
      OpenInvitations invitations) {
    this.organizations = organizations;
    this.tree = tree;
    this.moves = moves;
    this.members = members;
    this.invitations = invitations;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(organizations)
        .children("Organization", "children", organizations, "parent", "parent_id")
        .query("previewOrganizationMove", moves::preview)
        .mutation("createOrganization", this::create)
        .update(organizations, UpdateOrganizationInput.class, this::update)
        .delete(organizations, this::stillNeeding);
  }

  private Answer<Map<String, Object>> create(Request request) {
    Viewer viewer = request.viewer();
    Map<String, @Nullable Object> input = request.input();
    @Nullable Object parent = input.get("parent");
    Answer<Snapshot> created =
        organizations.createIn(
            TypeId.generate("org").uuid(),
            viewer,
            "createOrganization",
            input,
            (transaction, header) ->
                tree.placed(
                        transaction,
                        viewer,
                        new OrganizationRow(header),
                        parent == null ? null : parent.toString())
                    .then(organization -> {
                      // Its first owner's binding refers to it.
                      transaction.persist(organization);
                      transaction.flush();
                      return members.found(transaction, viewer, organization.id(), organization);
                    }));
    return created.then(snapshot -> Answer.granted(Map.of("organization", snapshot)));
  }

  private Answer<OrganizationRow> update(
      Transaction transaction,
      Viewer viewer,
      OrganizationRow organization,
      UpdateOrganizationInput input) {
    return input.hasParent()
        ? tree.placed(transaction, viewer, organization, input.getParent())
        : Answer.granted(organization);
  }

  /// What was given on it and who was invited to it hold nothing: they end with it.
  private List<TypeId> stillNeeding(Transaction transaction, OrganizationRow organization) {
    List<TypeId> parts = PARTS.of(transaction, organization);
    if (parts.isEmpty()) {
      invitations.takeBackAll(transaction, organization.id());
      members.dismissAll(transaction, organization.id());
    }
    return parts;
  }
}
