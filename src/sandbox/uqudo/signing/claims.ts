import { randomUUID } from 'node:crypto';
import type { UqudoAccount } from '../account.js';
import { textIn, type Strikes } from '../disturbances.js';
import type { FlowResult } from '../result/flow-result.js';

export interface Claims extends Record<string, unknown> {
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
}

const minute = 60;

/** What is signed for a session, or what a disturbance puts in its place. */
export function claimsOf(
  sessionId: string,
  result: FlowResult,
  account: UqudoAccount,
  strikes: Strikes,
): Claims {
  const iss = strikes('wrong_iss', sessionId);
  const aud = strikes('wrong_aud', sessionId);
  const jti = strikes('wrong_jti', sessionId);
  const late = strikes('expired_jws', sessionId);
  const life = result.expiresAt - result.issuedAt;
  const exp = late ? Math.floor(Date.now() / 1000) - minute : result.expiresAt;
  return {
    iss: iss ? textIn(iss, 'https://id.example.com') : account.issuer,
    aud: aud ? textIn(aud, 'another-client') : account.clientId,
    jti: jti ? textIn(jti, randomUUID()) : sessionId,
    iat: exp - life,
    exp,
    data: result.data,
  };
}
