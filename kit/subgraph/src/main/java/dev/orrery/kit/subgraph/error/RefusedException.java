package dev.orrery.kit.subgraph.error;

/// Carries a refusal out of a transaction, which it rolls back, or out of a fetcher, which answers
/// it to the client.
///
/// Features answer [Answer.Refused]; only the plumbing throws this.
public final class RefusedException extends RuntimeException {
  private final transient DomainError error;

  public RefusedException(DomainError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  public DomainError error() {
    return error;
  }
}
