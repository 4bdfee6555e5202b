package dev.orrery.permissions.invitation;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.binding.Delegation;
import dev.orrery.permissions.binding.Giving;
import dev.orrery.permissions.binding.Scope;
import dev.orrery.permissions.graphql.types.CreateInvitationInput;
import dev.orrery.permissions.organization.OrganizationRow;
import dev.orrery.permissions.policy.Policy;
import dev.orrery.permissions.role.RoleRow;
import dev.orrery.permissions.user.EmailAddress;
import dev.orrery.permissions.user.UserRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Invitations in the graph.
@ApplicationScoped
class InvitationFields implements SubgraphPart {
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Resources<InvitationRow> invitations;
  private final Resources<OrganizationRow> organizations;
  private final Giving giving;
  private final Delegation delegation;
  private final Policy policy;
  private final Database database;

  InvitationFields(
      Resources<InvitationRow> invitations,
      Resources<OrganizationRow> organizations,
      Giving giving,
      Delegation delegation,
      Policy policy,
      Database database) {
    this.invitations = invitations;
    this.organizations = organizations;
    this.giving = giving;
    this.delegation = delegation;
    this.policy = policy;
    // Nobody is anything in the organization that invites.
    this.database = database.own();
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(invitations)
        .children("Organization", "invitations", invitations, "organization", "organization_id")
        .mutation("createInvitation", request -> create(wiring, request))
        .mutation("acceptInvitation", this::accept)
        .delete(invitations, Blocking.none());
  }

  /// The secret is in this answer alone: not in the record, not in the event, and not in the answer
  /// to a repetition.
  private Answer<Map<String, @Nullable Object>> create(Wiring wiring, Request request) {
    Viewer viewer = request.viewer();
    CreateInvitationInput input = wiring.read(request.input(), CreateInvitationInput.class);
    String secret = Secret.make();
    AtomicBoolean made = new AtomicBoolean();
    Answer<Snapshot> created =
        invitations.create(
            viewer,
            "createInvitation",
            request.input(),
            ResourceStatus.ACTIVE,
            (transaction, header) -> {
              made.set(true);
              return invited(transaction, viewer, header, input, Secret.hash(secret));
            });
    return created.then(invitation -> {
      Map<String, @Nullable Object> payload = new HashMap<>();
      payload.put("invitation", invitation);
      payload.put("secret", made.get() ? secret : null);
      return Answer.granted(payload);
    });
  }

  private Answer<InvitationRow> invited(
      Transaction transaction,
      Viewer viewer,
      ResourceHeader header,
      CreateInvitationInput input,
      String secretHash) {
    UUID organization = header.organization();
    Instant expiresAt = input.getExpiresAt().toInstant();
    if (expiresAt.isAfter(Instant.now().plus(LONGEST))) {
      return Answer.refused(
          new InvalidArgument(
              "input.expiresAt",
              "an invitation is good for %d days at most".formatted(LONGEST.toDays())));
    }
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ -> Giving.future(header, expiresAt, "input.expiresAt"))
        .then(_ -> giving.role(transaction, TypeId.parse(input.getRole()).uuid(), organization))
        .then(role -> tenants(role))
        .then(role -> delegation.mayGive(transaction, viewer, role, Scope.of(organization), null))
        .then(role ->
            EmailAddress.read(input.getEmail(), "input.email")
                .then(email -> {
                  if (header.name().isEmpty()) {
                    header.name(email.text());
                  }
                  return Answer.granted(
                      new InvitationRow(
                          header,
                          email.text(),
                          role.id(),
                          expiresAt,
                          secretHash,
                          viewer.platform() ? null : viewer.subject()));
                }));
  }

  private static Answer<RoleRow> tenants(RoleRow role) {
    return role.forProviders()
        ? Answer.refused(new InvalidArgument("input.role", "people have no roles for providers"))
        : Answer.granted(role);
  }

  /// Whatever is wrong with it, an invitation that cannot be accepted looks as if it never was.
  private Answer<Map<String, Object>> accept(Request request) {
    Viewer viewer = request.viewer();
    String hash = Secret.hash(String.valueOf(request.input().get("secret")));
    return invitations
        .answer(() ->
            database.inTransaction(transaction -> {
              policy.alone(transaction);
              UserRow user = invitee(transaction, viewer);
              InvitationRow invitation = open(transaction, hash, user);
              RoleRow role = roleOf(transaction, invitation);
              Snapshot accepted =
                  invitations.changed(
                      transaction,
                      invitation,
                      "accepted",
                      viewer.subject(),
                      row -> row.accept(user.id(), Instant.now()));
              giving.take(
                  transaction,
                  new ResourceHeader(
                      invitation.header().organization(), null, "", ResourceStatus.ACTIVE),
                  new TypeId("user", user.id()),
                  role,
                  viewer.subject());
              return accepted;
            }))
        .then(accepted -> Answer.granted(Map.of("invitation", accepted)));
  }

  private static UserRow invitee(Transaction transaction, Viewer viewer) {
    @Nullable UserRow user =
        !viewer.platform() && viewer.subject().startsWith("user_")
            ? transaction.lock(UserRow.class, TypeId.parse(viewer.subject(), "user").uuid())
            : null;
    return user == null ? refused(viewer.subject()) : user;
  }

  private InvitationRow open(Transaction transaction, String hash, UserRow user) {
    return transaction
        .select(
            InvitationRow.class,
            Sql.of(
                    "%s where t.secret_hash = :hash for update"
                        .formatted(invitations.type().select()))
                .with("hash", hash))
        .stream()
        .filter(found -> found.email().equals(user.email()) && found.isOpen(Instant.now()))
        .findFirst()
        .orElseGet(() -> refused("with this secret"));
  }

  /// Who invited must still be able to give what was promised.
  private RoleRow roleOf(Transaction transaction, InvitationRow invitation) {
    UUID organization = invitation.header().organization();
    RoleRow role = giving.role(transaction, invitation.role(), organization).orRollBack();
    @Nullable String by = invitation.invitedBy();
    if (by != null
        && delegation.mayGive(transaction, by, role, Scope.of(organization), null)
            instanceof Answer.Refused<RoleRow>) {
      return refused("with this secret");
    }
    return role;
  }

  private static <T> T refused(String what) {
    return Answer.<T>refused(new NotFound("open invitation for you", what)).orRollBack();
  }
}
