package dev.orrery.permissions.password;

import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.permissions.limit.SignInLimits;
import dev.orrery.permissions.oauth.Form;
import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.Refusal;
import dev.orrery.permissions.oauth.Reply;
import dev.orrery.permissions.refresh.SignIns;
import dev.orrery.permissions.token.Grant;
import dev.orrery.permissions.token.TokenIssuer;
import dev.orrery.permissions.token.TokenIssuer.Issued;
import dev.orrery.permissions.token.TokenIssuer.Occasion;
import dev.orrery.permissions.user.Accounts;
import dev.orrery.permissions.user.UserRow;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sign-in with e-mail address and password (RFC 6749, section 4.3), for Orrery's own programs.
///
/// Whether there is no such user, no password or a wrong one, the answer is the same, and takes the
/// same time.
@ApplicationScoped
class PasswordGrant implements Grant {
  private final Passwords passwords;
  private final SignIns signIns;
  private final SignInLimits limits;
  private final TokenIssuer issuer;
  private final Accounts accounts;
  private final Database database;

  PasswordGrant(
      Passwords passwords,
      SignIns signIns,
      SignInLimits limits,
      TokenIssuer issuer,
      Accounts accounts,
      Database database) {
    this.passwords = passwords;
    this.signIns = signIns;
    this.limits = limits;
    this.issuer = issuer;
    this.accounts = accounts;
    this.database = database.own();
  }

  @Override
  public String type() {
    return "password";
  }

  private record Candidate(UserRow user, @Nullable String hash) {}

  @Override
  public Reply answer(OAuthRequest request) {
    Form form = request.form();
    String name = form.required("username").strip();
    String password = form.required("password");
    @Nullable Duration wait = limits.begin(name, request.address());
    if (wait != null) {
      return Refusal.tooMany(wait);
    }
    Optional<Candidate> candidate =
        database.read(transaction ->
            accounts
                .find(transaction, name)
                .map(user ->
                    new Candidate(user, passwords.recorded(transaction, user.id()).orElse(null))));
    @Nullable String recorded = candidate.map(Candidate::hash).orElse(null);
    if (!passwords.matches(password, recorded) || candidate.isEmpty() || recorded == null) {
      return Refusal.invalidGrant("the e-mail address or the password is wrong");
    }
    limits.succeeded(name, request.address());
    @Nullable String renewed = passwords.isOutdated(recorded) ? passwords.hash(password) : null;
    return signedIn(candidate.get().user(), form, renewed);
  }

  private Reply signedIn(UserRow known, Form form, @Nullable String renewed) {
    String client = form.get("client_id").orElse(TokenIssuer.ORRERY);
    boolean statement = Arrays.asList(form.get("scope").orElse("").split(" ")).contains("openid");
    JsonObject answer =
        database.inTransaction(transaction -> {
          if (renewed != null) {
            passwords.record(transaction, known.id(), renewed);
          }
          SignIns.Begun begun = signIns.begin(transaction, known.id());
          Issued issued =
              issuer.forUser(
                  transaction,
                  known,
                  new Occasion(
                      issuer.lifetime(),
                      new TypeId("user", known.id()).toString(),
                      client,
                      begun.id(),
                      null));
          JsonObject json = issued.json().put("refresh_token", begun.refreshToken());
          return statement
              ? json.put("id_token", issuer.statement(known, client, issued)).put("scope", "openid")
              : json;
        });
    return new Reply.Json(answer);
  }
}
