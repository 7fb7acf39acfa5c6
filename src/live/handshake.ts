import { Injectable } from '@nestjs/common';
import type { Socket } from 'socket.io';
import { z } from 'zod';
import { callerOf, type Caller } from '../access/caller.js';
import { Credentials } from '../access/credentials.js';
import { mayDo } from '../access/permissions.js';
import { mustNotExceed, RateLimits } from '../access/rate-limits.js';
import { newId } from '../common/ids.js';
import { Problem } from '../common/problems/problem.js';
import { PublicAddress } from '../config/public-address.js';
import { Tenants } from '../tenants/tenants.js';

const auth = z.union([z.strictObject({ token: z.string() }), z.strictObject({ apiKey: z.string() })]);

/** Checks who wants to listen, before anything is joined. */
@Injectable()
export class Handshake {
  constructor(
    private readonly credentials: Credentials,
    private readonly rateLimits: RateLimits,
    private readonly tenants: Tenants,
    private readonly address: PublicAddress,
  ) {}

  /** Throws a {@link Problem}. */
  async admit({ handshake }: Socket): Promise<Caller> {
    const given = auth.safeParse(handshake.auth);
    if (!given.success) throw new Problem('unauthenticated', 'Send `auth: { token }` or `auth: { apiKey }`.');
    const sender = { address: handshake.address, forwardedFor: handshake.headers['x-forwarded-for'] };
    const principal =
      'token' in given.data
        ? await this.credentials.verifyClientToken(given.data.token, sender)
        : await this.credentials.verifyApiKey(given.data.apiKey, sender);
    mustNotExceed(await this.rateLimits.count(principal));
    if (principal.kind === 'key' && !mayDo(principal.role, 'sessions:read')) throw new Problem('forbidden');
    await this.checkOrigin(handshake.headers.origin, handshake.headers.host, principal.tenantId);
    return callerOf(principal, newId('req'));
  }

  /** Browsers say where a page comes from; other clients send no origin. */
  private async checkOrigin(
    origin: string | undefined,
    host: string | undefined,
    tenantId: string | null,
  ): Promise<void> {
    if (origin === undefined) return;
    const own = origin === URL.parse(this.address.url)?.origin || URL.parse(origin)?.host === host;
    if (own) return;
    const allowed = tenantId === null ? [] : (await this.tenants.get(tenantId)).allowedOrigins;
    if (!allowed.includes(origin))
      throw new Problem('forbidden', 'The origin is not allowed for the tenant.');
  }
}
