import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../common/problems/problem.js';
import { ADMISSION, type Admission } from './allow.js';
import { callerOf, type Principal } from './caller.js';
import { Credentials } from './credentials.js';
import { mayDo } from './permissions.js';
import { mustNotExceed, RateLimits, type Standing } from './rate-limits.js';

/**
 * Closed by default: lets in whom the operation's declared admission allows, and nobody else, as often as the caller
 * may come. Whatever is asked with a good credential counts, also what is then refused.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
    private readonly rateLimits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Web socket handshakes are checked by the live gateway before anything is joined.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    const admission = this.reflector.getAllAndOverride<Admission | undefined>(ADMISSION, targets);
    if (admission?.by === 'anyone') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.credentials.verifyHeader(request.headers.authorization, {
      address: request.socket.remoteAddress,
      forwardedFor: request.headers['x-forwarded-for'],
    });
    const standing = await this.rateLimits.count(principal);
    tell(context.switchToHttp().getResponse<FastifyReply>(), standing);
    mustNotExceed(standing);
    if (!admission || !admits(admission, principal)) throw new Problem('forbidden');
    request.caller = callerOf(principal, request.id);
    return true;
  }
}

function tell(reply: FastifyReply, { limit, remaining, resetSeconds }: Standing): void {
  void reply
    .header('ratelimit-limit', String(limit))
    .header('ratelimit-remaining', String(remaining))
    .header('ratelimit-reset', String(resetSeconds));
}

function admits(admission: Admission, principal: Principal): boolean {
  switch (admission.by) {
    case 'anyone':
      return true;
    case 'client':
      return principal.kind === 'client';
    case 'permission':
      if (principal.kind === 'client') return admission.orClient;
      return (
        mayDo(principal.role, admission.permission) &&
        !(admission.platformOnly && principal.tenantId !== null)
      );
  }
}
