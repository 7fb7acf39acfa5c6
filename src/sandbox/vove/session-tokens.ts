import { randomBytes, randomUUID } from 'node:crypto';
import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import type { VoveSession } from './users.js';

const lifetimeSeconds = 30 * 60;

/** What opens the hosted page. Each call for a session yields another token. */
export class SessionTokens {
  private readonly key = randomBytes(32);

  issue({ id, user }: VoveSession, lifetime = lifetimeSeconds): Promise<string> {
    const seconds = Math.floor(Date.now() / 1000);
    return new SignJWT({ refId: user.refId, sessionId: id, jti: randomUUID() })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifetime)
      .sign(this.key);
  }

  /** The session's id, unless the token is expired or not ours. */
  async open(token: string): Promise<string | undefined> {
    try {
      const { payload } = await jwtVerify(token, this.key, { algorithms: ['HS256'] });
      return sessionIdIn(payload);
    } catch {
      return undefined;
    }
  }
}

/** Where a token leads, valid or not: for the control API only. */
export function sessionIdOf(token: string): string | undefined {
  try {
    return sessionIdIn(decodeJwt(token));
  } catch {
    return undefined;
  }
}

function sessionIdIn({ sessionId }: Record<string, unknown>): string | undefined {
  return typeof sessionId === 'string' ? sessionId : undefined;
}
