package dev.orrery.permissions.exchange;

import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;

/// What the kit must know of trusted issuers. Whom the house trusts is for its operators to say,
/// and to see.
@ApplicationScoped
class TrustedIssuers {
  private static final ResourceType<TrustedIssuerRow> TYPE =
      ResourceType.of(
              "TrustedIssuer",
              "trustedIssuers",
              TrustedIssuerRow.PREFIX,
              "trusted_issuer",
              TrustedIssuerRow.class)
          .filter("issuer", Column.text("issuer"))
          .visible((viewer, _) -> viewer.platform() ? "true" : "false")
          .changedBy((viewer, _, _) -> viewer.platform())
          .unique("trusted_issuer_unique", "an issuer with its audience in an organization")
          .unique("trusted_issuer_name_unique", "a trusted issuer's name in its organization");

  @Produces
  @Singleton
  Resources<TrustedIssuerRow> trustedIssuers(Resources.Factory resources) {
    return resources.of(TYPE);
  }

  /// All that trust an issuer, the oldest first.
  static List<TrustedIssuerRow> of(Transaction transaction, String issuer) {
    return transaction.select(
        TrustedIssuerRow.class,
        Sql.of("select t.* from trusted_issuer t where t.issuer = :issuer order by t.id")
            .with("issuer", issuer));
  }
}
