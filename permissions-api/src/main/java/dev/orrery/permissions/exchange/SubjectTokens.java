package dev.orrery.permissions.exchange;

import dev.orrery.permissions.token.TokenIssuer.Issued;

/// A kind of token that is exchanged for one of ours. A bean of this type is found by itself.
public interface SubjectTokens {

  /// Whether a `subject_token_type` is of this kind.
  boolean accepts(String type);

  /// @throws dev.orrery.permissions.oauth.OAuthRefused when it proves nothing
  Issued exchange(String token);
}
