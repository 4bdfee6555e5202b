package dev.orrery.gateway.composition.supergraph;

/// Thrown for text that is not a supergraph of join v0.3 to v0.5, or needs what this gateway cannot
/// honour; the message says what and where.
public final class InvalidSupergraph extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidSupergraph(String message) {
    super(message);
  }
}
