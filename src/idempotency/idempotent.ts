import {
  applyDecorators,
  createParamDecorator,
  SetMetadata,
  UseInterceptors,
  type ExecutionContext,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { IdPrefix } from '../common/ids.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { CREATES, type Resource } from './resource.js';

/** An operation that creates something, and does so once however often it is called with the same `Idempotency-Key`. */
export function Creates(prefix: IdPrefix): MethodDecorator {
  return applyDecorators(
    SetMetadata(CREATES, prefix),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: '1–255 visible ASCII characters, kept for 24 hours: a repeat gets the first answer again.',
    }),
  );
}

/** What the operation is to create. */
export const ToCreate = createParamDecorator((_: unknown, context: ExecutionContext): Resource => {
  const { resource } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!resource) throw new Error('the operation is not marked with @Creates');
  return resource;
});
