package dev.orrery.gateway.composition.supergraph;

import dev.orrery.gateway.composition.findings.ErrorCode;

/// Thrown for text that is not a supergraph of join v0.2 to v0.5, or needs what this gateway cannot
/// honour; the message says what and where.
public final class InvalidSupergraph extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSupergraph(String message) {
    super(message);
  }

  /// The code by which other tools know this error.
  public ErrorCode code() {
    return ErrorCode.INVALID_FEDERATION_SUPERGRAPH;
  }
}
