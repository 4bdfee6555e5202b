package dev.orrery.permissions.exchange;

import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.graphql.types.CreateTrustedIssuerInput;
import dev.orrery.permissions.graphql.types.UpdateTrustedIssuerInput;
import dev.orrery.permissions.organization.OrganizationRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Trusted issuers in the graph, for operators.
@ApplicationScoped
class TrustedIssuerFields implements SubgraphPart {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Resources<TrustedIssuerRow> issuers;
  private final Resources<OrganizationRow> organizations;
  private final RevokeWithTrust revoke;
  private final String ourselves;
  private final boolean anyHttp;

  TrustedIssuerFields(
      Resources<TrustedIssuerRow> issuers,
      Resources<OrganizationRow> organizations,
      RevokeWithTrust revoke,
      @ConfigProperty(name = "orrery.tokens.issuer", defaultValue = TokenVerifier.ISSUER)
          String ourselves,
      @ConfigProperty(name = "orrery.exchange.http", defaultValue = "false") boolean anyHttp) {
    this.issuers = issuers;
    this.organizations = organizations;
    this.revoke = revoke;
    this.ourselves = ourselves;
    this.anyHttp = anyHttp;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(issuers)
        .create(issuers, CreateTrustedIssuerInput.class, this::create)
        .update(issuers, UpdateTrustedIssuerInput.class, this::update)
        .delete(issuers, revoke);
  }

  private Answer<TrustedIssuerRow> create(
      Transaction transaction,
      Viewer viewer,
      ResourceHeader header,
      CreateTrustedIssuerInput input) {
    UUID organization = header.organization();
    if (!viewer.platform()) {
      return Answer.refused(
          new Forbidden("trust issuers for", new TypeId("org", organization).toString()));
    }
    return organizations
        .required(transaction, viewer, organization, organization, "input.organization")
        .then(_ -> address(input.getIssuer()))
        .then(address ->
            checked(
                new TrustedIssuerRow(
                    header,
                    address,
                    input.getAudience(),
                    input.getCondition(),
                    input.getSubject(),
                    input.getActions())));
  }

  private Answer<TrustedIssuerRow> update(
      Transaction transaction,
      Viewer viewer,
      TrustedIssuerRow issuer,
      UpdateTrustedIssuerInput input) {
    if (input.getAudience() != null) {
      issuer.audience = input.getAudience();
    }
    if (input.getCondition() != null) {
      issuer.condition = input.getCondition().isBlank() ? null : input.getCondition();
    }
    if (input.getSubject() != null) {
      issuer.subject = input.getSubject();
    }
    if (input.getActions() != null) {
      issuer.actions = input.getActions().isBlank() ? null : input.getActions();
    }
    return checked(issuer)
        .then(changed -> {
          revoke.after(transaction, changed, viewer.subject());
          return Answer.granted(changed);
        });
  }

  private static Answer<TrustedIssuerRow> checked(TrustedIssuerRow issuer) {
    if (issuer.audience.isBlank()) {
      return Answer.refused(
          new InvalidArgument("input.audience", "say for whom its tokens must be"));
    }
    return fits(Expression.SUBJECT, issuer.subject, "input.subject")
        .then(_ -> fits(Expression.CONDITION, issuer.condition, "input.condition"))
        .then(_ -> fits(Expression.ACTIONS, issuer.actions, "input.actions"))
        .then(_ -> Answer.granted(issuer));
  }

  private static Answer<Boolean> fits(Expression kind, @Nullable String text, String path) {
    return text == null
        ? Answer.granted(true)
        : kind.problem(text)
            .<Answer<Boolean>>map(problem -> Answer.refused(new InvalidArgument(path, problem)))
            .orElseGet(() -> Answer.granted(true));
  }

  private Answer<String> address(String issuer) {
    try {
      URI address = URI.create(issuer);
      boolean plain = "http".equals(address.getScheme());
      if (address.getHost() != null
          && address.getQuery() == null
          && address.getFragment() == null
          && address.getUserInfo() == null
          && !issuer.equals(ourselves)
          && ("https".equals(address.getScheme())
              || (plain && (anyHttp || THIS_MACHINE.contains(address.getHost()))))) {
        return Answer.granted(issuer);
      }
    } catch (IllegalArgumentException noAddress) {
      return refused();
    }
    return refused();
  }

  private static Answer<String> refused() {
    return Answer.refused(
        new InvalidArgument(
            "input.issuer", "an issuer is an address that begins with https://, and another's"));
  }
}
