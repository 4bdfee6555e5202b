package dev.orrery.permissions.token;

import dev.orrery.permissions.oauth.OAuthRequest;
import dev.orrery.permissions.oauth.Reply;

/// One way to get a token at `/oauth/token`. A bean of this type is found by itself.
public interface Grant {

  /// The `grant_type`.
  String type();

  /// @throws dev.orrery.permissions.oauth.OAuthRefused instead of answering a refusal
  Reply answer(OAuthRequest request);
}
