import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { numberIn, type Strikes } from './disturbances.js';

/** Seconds, as documented. */
const lifetime = 1800;

interface LivingToken {
  readonly expiresAt: number;
  callsLeft: number;
}

/** The access tokens in circulation. One token is good for every REST call. */
export class AccessTokens {
  private readonly living = new Map<string, LivingToken>();

  constructor(private readonly strikes: Strikes) {}

  issue() {
    const early = this.strikes('token_expires_early');
    const short = this.strikes('token_lifetime');
    const seconds = short ? numberIn(short, 1) : lifetime;
    const token = randomBytes(32).toString('base64url');
    this.living.set(token, {
      expiresAt: Date.now() + seconds * 1000,
      callsLeft: early ? numberIn(early, 1) : Number.POSITIVE_INFINITY,
    });
    return {
      access_token: token,
      token_type: 'bearer',
      expires_in: this.strikes('token_lifetime_as_text') ? String(seconds) : seconds,
      scope: 'sandbox',
      jti: randomUUID(),
    };
  }

  /** Spends one call of the token. */
  accepts(token: string): boolean {
    const found = this.living.get(token);
    if (!found || found.callsLeft <= 0 || found.expiresAt <= Date.now()) return false;
    found.callsLeft -= 1;
    return true;
  }

  revoke(token: string): void {
    this.living.delete(token);
  }

  clear(): void {
    this.living.clear();
  }
}

export function bearerOf(request: FastifyRequest): string | undefined {
  return /^bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/** A route's guard. The body of a 401 is not documented, so there is none. */
export function bearerGuard(tokens: AccessTokens) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = bearerOf(request);
    if (token === undefined || !tokens.accepts(token)) await reply.code(401).send();
  };
}
