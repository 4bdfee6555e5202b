package dev.orrery.kit.access;

/// A request came before this service has read the policy. Nobody knows what the viewer may do, so
/// nothing is allowed; the same request may be repeated.
public final class PolicyUnknownException extends RuntimeException {
  PolicyUnknownException() {
    super("this service has not read the access policy yet; try again in a moment");
  }
}
