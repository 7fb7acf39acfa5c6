import type { z } from 'zod';
import { invalidField, Problem, type FieldError } from '../common/problems/problem.js';
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

/**
 * The settings that lead to where none led before. Credentials go to no address that whoever set them has not seen, so that
 * nobody who may change an account can have them sent to a server of their own.
 */
export function newAddresses(before: unknown, after: unknown): string[] {
  const known = new Set(addressesIn(before).map(({ origin }) => origin));
  return addressesIn(after)
    .filter(({ origin }) => !known.has(origin))
    .map(({ name }) => `settings.${name}`);
}

export function addressesWithoutCredentials(addresses: readonly string[]): Problem {
  const message = `must be given again, because this is a new address: ${addresses.join(', ')}`;
  return invalidField('credentials', 'required', message);
}

function addressesIn(settings: unknown): { name: string; origin: string }[] {
  return Object.entries(settings as Record<string, unknown>).flatMap(([name, value]) =>
    typeof value === 'string' && URL.canParse(value) ? [{ name, origin: new URL(value).origin }] : [],
  );
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
