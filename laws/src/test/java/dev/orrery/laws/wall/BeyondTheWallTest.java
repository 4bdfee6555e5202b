package dev.orrery.laws.wall;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import java.util.Set;
import java.util.TreeSet;

/// Who reaches rows of organizations that a client has nothing in. Whoever is added here says why
/// in the class, and that what the client may learn is decided before.
@AnalyzeClasses(packages = "dev.orrery", importOptions = ImportOption.DoNotIncludeTests.class)
class BeyondTheWallTest {

  @ArchTest
  static void onlyTheseReachEveryRow(JavaClasses all) {
    assertThat(callers(all, Database.class, "own"))
        .containsExactlyInAnyOrder(
            // Relay, consumers, leases, and what keeps house.
            "kit.events.EventsLifecycle",
            "kit.subgraph.resource.IdempotencyPurge",
            "kit.access.action.ActionAnnouncement",
            "handlers.jobs.DoWhatIsDue",
            "handlers.provider.MarkSilentProviders",
            "handlers.reconciliation.LookAtWhatIsDue",
            "permissions.policy.FactRepair",
            // What is nobody's, and what is told of clients.
            "kit.subgraph.page.Cursors",
            "kit.subgraph.wiring.DeniedChanges",
            // Before anybody is known.
            "permissions.policy.RecordedPolicy",
            "permissions.key.SigningKeys",
            "permissions.user.Accounts",
            "permissions.introspection.IntrospectionEndpoint",
            "permissions.clientcredentials.ClientCredentialsGrant",
            "permissions.refresh.RefreshGrant",
            "permissions.refresh.KnownRefreshTokens",
            "permissions.token.AccessTokens",
            "permissions.exchange.ForeignTokens",
            "permissions.password.PasswordGrant",
            "permissions.personalaccesstoken.ExchangedTokens",
            "permissions.personalaccesstoken.PersonalAccessTokens",
            "permissions.personalaccesstoken.RevocableByBearer",
            // Once it is decided that the client may.
            "permissions.token.TokenFields",
            "permissions.password.PasswordFields",
            "permissions.clientcredentials.ClientSecretFields",
            "permissions.invitation.InvitationFields",
            "permissions.organization.OrganizationMoves",
            "permissions.why.Explainer",
            "permissions.why.WhyFields",
            "handlers.provider.ProviderFields");
  }

  @ArchTest
  static void onlyTheseWidenATransaction(JavaClasses all) {
    assertThat(callers(all, Transaction.class, "widen"))
        .containsExactlyInAnyOrder(
            "handlers.jobs.JobFields",
            "handlers.reconciliation.ReconciliationFields",
            "permissions.policy.Told",
            "permissions.revocation.Revocations");
  }

  private static Set<String> callers(JavaClasses all, Class<?> owner, String method) {
    Set<String> callers = new TreeSet<>();
    all.stream()
        .filter(each -> !each.getPackageName().equals("dev.orrery.kit.database"))
        .flatMap(each -> each.getMethodCallsFromSelf().stream())
        .filter(call -> isOf(call, owner, method))
        .forEach(
            call -> callers.add(call.getOriginOwner().getFullName().replace("dev.orrery.", "")));
    return callers;
  }

  private static boolean isOf(JavaMethodCall call, Class<?> owner, String method) {
    return call.getTargetOwner().isEquivalentTo(owner) && call.getTarget().getName().equals(method);
  }
}
