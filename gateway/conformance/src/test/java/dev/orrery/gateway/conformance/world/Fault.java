package dev.orrery.gateway.conformance.world;

/// A subgraph was asked for what it must not be asked, or `data.json` lacks what a case needs. No
/// answer can make up for it: the case fails.
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Fault(String message) {
    super(message);
  }
}
