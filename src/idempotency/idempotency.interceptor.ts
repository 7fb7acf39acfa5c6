import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import type { Caller } from '../access/caller.js';
import { newId, type IdPrefix } from '../common/ids.js';
import { problemDocument } from '../common/problems/document.js';
import { invalidField, Problem } from '../common/problems/problem.js';
import { Milestones } from '../common/milestones.js';
import { IdempotencyStore, type Claim } from './idempotency-store.js';
import { CREATES } from './resource.js';

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly store: IdempotencyStore,
    private readonly milestones: Milestones,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const prefix = this.reflector.get<IdPrefix>(CREATES, context.getHandler());
    const key = readKey(request.headers['idempotency-key']);
    if (key === null) {
      request.resource = { id: newId(prefix), repeated: false };
      return next.handle();
    }
    const claim = { scope: scopeOf(request.caller), key };
    const claimed = await this.store.claim(claim, whole(request), prefix);
    if (claimed.kind === 'replay') return of(replay(reply, claimed));
    await this.milestones.reached('idempotency.claimed');
    request.resource = { id: claimed.resourceId, repeated: claimed.repeated };
    return of(await this.run(claim, request, reply, next));
  }

  private async run(
    claim: Claim,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    try {
      const answer: unknown = await lastValueFrom(next.handle());
      await this.store.answer(claim, reply.statusCode, JSON.stringify(answer));
      return answer;
    } catch (error) {
      if (error instanceof Problem && error.code.startsWith('provider_')) {
        // The session stands in the history as failed, so a repeat must not make another.
        const document = problemDocument(error, request.id);
        await this.store.answer(claim, document.status, JSON.stringify(document));
      } else {
        await this.store.release(claim);
      }
      throw error;
    }
  }
}

function readKey(header: string | string[] | undefined): string | null {
  if (header === undefined) return null;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw invalidField('Idempotency-Key', 'format', 'must be 1 to 255 visible ASCII characters');
}

function scopeOf(caller: Caller | undefined): string {
  const scope = caller?.scope;
  switch (scope?.kind) {
    case 'platform':
      return 'platform';
    case 'tenant':
      return scope.tenantId;
    case 'app':
      return `${scope.tenantId}/${scope.mode}`;
    case 'session':
      return `${scope.tenantId}/${scope.sessionId}`;
    case undefined:
      throw new Error('an operation that creates something must know its caller');
  }
}

function whole({ method, url, body }: FastifyRequest): string {
  return JSON.stringify([method, url, body ?? null]);
}

function replay(reply: FastifyReply, { statusCode, body }: { statusCode: number; body: string }): unknown {
  void reply.status(statusCode).header('idempotent-replayed', 'true');
  if (statusCode >= 400) void reply.type('application/problem+json');
  return JSON.parse(body) as unknown;
}
