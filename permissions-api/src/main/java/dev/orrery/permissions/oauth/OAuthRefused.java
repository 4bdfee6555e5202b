package dev.orrery.permissions.oauth;

/// Ends a request with a refusal, and rolls back its transaction.
public final class OAuthRefused extends RuntimeException {
  private final transient Refusal refusal;

  public OAuthRefused(Refusal refusal) {
    super(refusal.description());
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }
}
