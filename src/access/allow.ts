import { SetMetadata, applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller.js';
import { rolesWith, type Permission } from './permissions.js';

/** How an operation is guarded. One that says nothing is refused. */
export type Admission =
  | { readonly by: 'anyone' }
  | { readonly by: 'client' }
  | {
      readonly by: 'permission';
      readonly permission: Permission;
      readonly platformOnly: boolean;
      readonly orClient: boolean;
    };

export const ADMISSION = Symbol('Admission');

/** The caller's key must carry this permission. */
export function Allow(
  permission: Permission,
  { platformOnly = false, orClient = false } = {},
): MethodDecorator {
  const admission: Admission = { by: 'permission', permission, platformOnly, orClient };
  return applyDecorators(
    SetMetadata(ADMISSION, admission),
    ApiBearerAuth('apiKey'),
    ...(orClient ? [ApiBearerAuth('clientToken')] : []),
    ApiExtension('x-permission', permission),
    ApiExtension('x-roles', rolesWith(permission)),
  );
}

/** Only with a client token, and only for its own session. */
export function AllowClient(): MethodDecorator {
  return applyDecorators(
    SetMetadata(ADMISSION, { by: 'client' } satisfies Admission),
    ApiBearerAuth('clientToken'),
  );
}

/** No credential needed. */
export function AllowAnyone(): MethodDecorator & ClassDecorator {
  return SetMetadata(ADMISSION, { by: 'anyone' } satisfies Admission);
}

/** The caller that the guard let in. */
export const By = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('an operation asks for its caller but admits anyone');
  return caller;
});

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}
