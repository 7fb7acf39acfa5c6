import { webcrypto } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import { KEYS } from '../config/config.module.js';
import type { Keys } from '../config/keys.js';
import type { Principal } from './caller.js';

const claims = z.object({ sub: z.string(), tid: z.string(), exp: z.number() });
const algorithm = 'HS256';
const audience = 'client';

/** The only credential that reaches a browser: it opens one session, and only while that lives. */
@Injectable()
export class ClientTokens {
  /** Imported once: every new session signs with it. */
  private readonly key: Promise<webcrypto.CryptoKey>;

  constructor(
    @Inject(KEYS) keys: Keys,
    private readonly clock: Clock,
  ) {
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    this.key = webcrypto.subtle.importKey('raw', keys.tokenSigning, hmac, false, ['sign', 'verify']);
  }

  async issue(session: { id: string; tenantId: string }, expiresAt: Date): Promise<string> {
    return new SignJWT({ tid: session.tenantId })
      .setProtectedHeader({ alg: algorithm })
      .setSubject(session.id)
      .setAudience(audience)
      .setIssuedAt(this.clock.now())
      .setExpirationTime(expiresAt)
      .sign(await this.key);
  }

  /** Throws `unauthenticated`, and does not say why. */
  async verify(token: string): Promise<Principal> {
    try {
      const options = { algorithms: [algorithm], audience, currentDate: this.clock.now() };
      const { payload } = await jwtVerify(token, await this.key, options);
      const { sub, tid, exp } = claims.parse(payload);
      return { kind: 'client', tenantId: tid, sessionId: sub, expiresAt: new Date(exp * 1000) };
    } catch {
      throw new Problem('unauthenticated', 'It is neither an API key nor a client token that is valid.');
    }
  }
}
