import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../common/problems/problem.js';
import { ADMISSION, type Admission } from './allow.js';
import { callerOf, type Principal } from './caller.js';
import { Credentials } from './credentials.js';
import { mayDo } from './permissions.js';

/** Closed by default: lets in whom the operation's declared admission allows, and nobody else. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Web socket handshakes are checked by the live gateway before anything is joined.
    if (context.getType() !== 'http') return true;
    const targets = [context.getHandler(), context.getClass()];
    const admission = this.reflector.getAllAndOverride<Admission | undefined>(ADMISSION, targets);
    if (admission?.by === 'anyone') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const principal = await this.credentials.verifyHeader(request.headers.authorization);
    if (!admission || !admits(admission, principal)) throw new Problem('forbidden');
    request.caller = callerOf(principal, request.id);
    return true;
  }
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
