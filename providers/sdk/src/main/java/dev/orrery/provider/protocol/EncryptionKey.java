package dev.orrery.provider.protocol;

/// The public key that secrets for a provider are sealed to, as a JWK (RFC 7517) of P-256.
///
/// @param kid names the key: another one for each
public record EncryptionKey(String kty, String crv, String x, String y, String kid) {
  public EncryptionKey {
    Wire.required(kty, "encryptionKey.kty");
    Wire.required(crv, "encryptionKey.crv");
    Wire.required(x, "encryptionKey.x");
    Wire.required(y, "encryptionKey.y");
    Wire.required(kid, "encryptionKey.kid");
  }
}
