package dev.orrery.exams.access;

import dev.orrery.exams.House;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/// Tokens that the house could have signed, and did not: with its own key, out of its database.
record SignedByTheHouse(House house) {

  /// The same token, but with its end an hour ago.
  String expired(String token) {
    try {
      JwtClaims claims =
          JwtClaims.parse(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1])));
      NumericDate end = NumericDate.now();
      end.addSeconds(-3600);
      claims.setExpirationTime(end);
      // One that ended before it began would be refused for that.
      NumericDate begin = NumericDate.now();
      begin.addSeconds(-4200);
      claims.setIssuedAt(begin);
      JsonWebSignature signature = new JsonWebSignature();
      EllipticCurveJsonWebKey key = key();
      signature.setPayload(claims.toJson());
      signature.setKey(key.getPrivateKey());
      signature.setKeyIdHeaderValue(key.getKeyId());
      signature.setHeader("typ", "at+jwt");
      signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
      return signature.getCompactSerialization();
    } catch (InvalidJwtException | JoseException | SQLException broken) {
      throw new AssertionError("no token could be signed", broken);
    }
  }

  private EllipticCurveJsonWebKey key() throws SQLException, JoseException {
    try (var database = house.databases().ofOwner();
        Statement sql = database.createStatement();
        ResultSet rows =
            sql.executeQuery(
                "select private_jwk from permissions.token_key order by created_at limit 1")) {
      rows.next();
      return (EllipticCurveJsonWebKey) JsonWebKey.Factory.newJwk(rows.getString(1));
    }
  }
}
