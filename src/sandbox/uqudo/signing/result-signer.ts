import { randomUUID } from 'node:crypto';
import { base64url, CompactEncrypt, generateKeyPair, importSPKI, SignJWT } from 'jose';
import type { UqudoAccount } from '../account.js';
import type { Strikes } from '../disturbances.js';
import type { FlowResult } from '../result/flow-result.js';
import type { Sessions, UqudoSession } from '../sessions.js';
import { claimsOf, type Claims } from './claims.js';
import type { SigningKeys } from './keys.js';

/** Hands out signed results; unsigned, forged or misdirected ones when told to. */
export class ResultSigner {
  constructor(
    private readonly account: UqudoAccount,
    private readonly keys: SigningKeys,
    private readonly sessions: Sessions,
    private readonly strikes: Strikes,
  ) {}

  /** Compact JWS, or JWE around it. */
  async signed(session: UqudoSession, result: FlowResult): Promise<string> {
    if (this.strikes('kid_rotation', session.id)) await this.keys.rotate();
    const shown = this.strikes('other_sessions_result', session.id)
      ? this.someoneElses(session, result)
      : { id: session.id, result };
    const jws = await this.wrap(claimsOf(shown.id, shown.result, this.account, this.strikes), session.id);
    return this.strikes('encrypted_result', session.id) ? this.encrypted(jws) : jws;
  }

  private async wrap(claims: Claims, sessionId: string): Promise<string> {
    const { kid, privateKey } = this.keys.current();
    if (this.strikes('alg_none', sessionId)) return unsigned(claims, kid);
    if (this.strikes('alg_hs256', sessionId)) return this.signedByMac(claims, kid);
    const stranger = this.strikes('wrong_key', sessionId) && (await generateKeyPair('RS256')).privateKey;
    const shownKid = this.strikes('unknown_kid', sessionId) ? randomUUID() : kid;
    return new SignJWT(claims)
      .setProtectedHeader({ kid: shownKid, alg: 'RS256' })
      .sign(stranger ?? privateKey);
  }

  /** The classic confusion: a verifier that believes the header uses the public key as a shared secret. */
  private async signedByMac(claims: Claims, kid: string): Promise<string> {
    const secret = new TextEncoder().encode(await this.keys.currentPublicPem());
    return new SignJWT(claims).setProtectedHeader({ kid, alg: 'HS256' }).sign(secret);
  }

  private async encrypted(jws: string): Promise<string> {
    const key = await importSPKI(this.account.encryptionKey, 'RSA-OAEP-256');
    return new CompactEncrypt(new TextEncoder().encode(jws))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
      .encrypt(key);
  }

  /** One that is made up when no other session has finished. */
  private someoneElses(than: UqudoSession, result: FlowResult): { id: string; result: FlowResult } {
    for (const { id, result: other } of this.sessions.all()) {
      if (other && id !== than.id) return { id, result: other };
    }
    return { id: randomUUID(), result };
  }
}

function unsigned(claims: Claims, kid: string): string {
  const part = (value: object) => base64url.encode(JSON.stringify(value));
  return `${part({ kid, alg: 'none' })}.${part(claims)}.`;
}
