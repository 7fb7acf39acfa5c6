import type { z } from 'zod';
import { Problem, type FieldError } from '../common/problems/problem.js';
import { isReservedHost } from '../providers/runtime/address-guard.js';

/** Checks a value by an adapter's schema; what is wrong is told by path, and values of credentials are never repeated. */
export function checkBySchema<T>(schema: z.ZodType<T>, value: unknown, field: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue): FieldError => ({
    path: [field, ...issue.path.map(String)].join('.'),
    code: issue.code,
    message: issue.message,
  }));
  throw new Problem('invalid_request', `\`${field}\` does not fit the provider.`, { errors });
}

/** Addresses within a private network are refused where the operator has not allowed them. */
export function refuseReservedAddresses(settings: unknown, allowPrivate: boolean): void {
  if (allowPrivate) return;
  const errors = Object.entries(settings as Record<string, unknown>)
    .filter(([, value]) => typeof value === 'string' && isReservedHost(value))
    .map(([name]): FieldError => ({
      path: `settings.${name}`,
      code: 'reserved_address',
      message: 'must not be a private, loopback or link-local address',
    }));
  if (errors.length > 0) throw new Problem('invalid_request', 'The address is not allowed.', { errors });
}
