/// Seals secrets to a provider's key, and opens them: JWE (RFC 7516) in its compact form, by
/// `ECDH-ES+A256KW` and `A256GCM` (RFC 7518) to a P-256 key (RFC 7517).
package dev.orrery.provider.secrets;
