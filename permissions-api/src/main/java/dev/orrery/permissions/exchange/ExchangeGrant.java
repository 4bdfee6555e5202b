package dev.orrery.permissions.exchange;

import dev.orrery.kit.access.TokenVerifier;
import dev.orrery.permissions.limit.SignInLimits;
import dev.orrery.permissions.oauth.Form;
import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.Refusal;
import dev.orrery.permissions.oauth.Reply;
import dev.orrery.permissions.token.Grant;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Token exchange (RFC 8693): the token of an issuer that is trusted, or a personal access token,
/// for an access token of ours. The token is the proof; a client need not show who it is.
@ApplicationScoped
class ExchangeGrant implements Grant {
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

  private final List<SubjectTokens> kinds;
  private final SignInLimits limits;

  ExchangeGrant(@All List<SubjectTokens> kinds, SignInLimits limits) {
    this.kinds = kinds;
    this.limits = limits;
  }

  @Override
  public String type() {
    return "urn:ietf:params:oauth:grant-type:token-exchange";
  }

  @Override
  public Reply answer(OAuthRequest request) {
    Form form = request.form();
    String token = form.required("subject_token");
    String type = form.required("subject_token_type");
    if (form.get("actor_token").isPresent()) {
      return Refusal.invalidRequest("nobody acts for another here: leave actor_token out");
    }
    if (!form.get("requested_token_type").orElse(ACCESS_TOKEN).equals(ACCESS_TOKEN)) {
      return Refusal.invalidRequest("what can be requested is " + ACCESS_TOKEN);
    }
    if (!form.get("audience").orElse(TokenVerifier.AUDIENCE).equals(TokenVerifier.AUDIENCE)) {
      return Refusal.invalidTarget("the audience is " + TokenVerifier.AUDIENCE);
    }
    Optional<SubjectTokens> kind = kinds.stream().filter(each -> each.accepts(type)).findFirst();
    if (kind.isEmpty()) {
      return Refusal.invalidRequest("subject_token_type is none that is known here");
    }
    @Nullable Duration wait = limits.beginFrom(request.address());
    if (wait != null) {
      return Refusal.tooMany(wait);
    }
    Reply reply =
        new Reply.Json(kind.get().exchange(token).json().put("issued_token_type", ACCESS_TOKEN));
    limits.succeededFrom(request.address());
    return reply;
  }
}
