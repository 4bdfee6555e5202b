// Secrets sealed to this provider: compact JWE (RFC 7516), ECDH-ES+A256KW and A256GCM to a P-256 key. The ring of keys is a file;
// older keys stay in it, because nobody can seal anew what was sealed to them.
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { calculateJwkThumbprint, compactDecrypt, decodeProtectedHeader, exportJWK, generateKeyPair, importJWK, type JWK } from "jose";
import { load, save } from "./machines.js";

const alg = "ECDH-ES+A256KW";
const enc = "A256GCM";

export class Unopened extends Error {}

export class KeyRing {
  private constructor(private readonly keys: JWK[]) {}

  static async open(home: string): Promise<KeyRing> {
    const file = join(home, "secrets.jwks");
    const known = load<{ keys: JWK[] }>(file);
    if (known) return new KeyRing(known.keys);
    const jwk = await exportJWK((await generateKeyPair(alg, { crv: "P-256", extractable: true })).privateKey);
    const keys = [{ ...jwk, kid: await calculateJwkThumbprint(jwk) }];
    save(file, { keys });
    chmodSync(file, 0o600);
    return new KeyRing(keys);
  }

  /** The public part of the newest key, for the hello. */
  announced(): object {
    const { kty, crv, x, y, kid } = this.keys[0]!;
    return { kty, crv, x, y, kid };
  }

  /** Opens all secrets of an order. What it throws says nothing of them. */
  async openAll(sealed: Record<string, string>, provider: string): Promise<Map<string, string>> {
    const opened = new Map<string, string>();
    for (const [name, jwe] of Object.entries(sealed)) {
      try {
        const header = decodeProtectedHeader(jwe) as { kid?: string; aud?: string };
        const key = this.keys.find((one) => one.kid === header.kid);
        if (!key || header.aud !== provider) throw new Unopened();
        const options = { keyManagementAlgorithms: [alg], contentEncryptionAlgorithms: [enc] };
        const { plaintext } = await compactDecrypt(jwe, await importJWK(key, alg), options);
        opened.set(name, new TextDecoder().decode(plaintext));
      } catch {
        throw new Unopened(`the secret ${name} cannot be opened here`);
      }
    }
    return opened;
  }
}
