import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export const roles = ['app', 'admin', 'auditor'] as const;
export type Role = (typeof roles)[number];

export const modes = ['live', 'test'] as const;
export type Mode = (typeof modes)[number];

/** A key as the caller holds it, taken apart. */
export interface PresentedKey {
  readonly role: Role;
  readonly mode: Mode;
  /** No secret: finds the key. */
  readonly prefix: string;
  readonly hash: Buffer;
}

const shape = /^idv_(app|admin|auditor)_(live|test)_([A-Za-z0-9_-]{32,200})$/;
/** Characters of the secret that stand in the prefix; what is left still has more than 140 bits. */
const prefixCharacters = 8;

export function readApiKey(key: string): PresentedKey | null {
  const [, role, mode, secret] = shape.exec(key) ?? [];
  if (!role || !mode || !secret) return null;
  return {
    role: role as Role,
    mode: mode as Mode,
    prefix: `idv_${role}_${mode}_${secret.slice(0, prefixCharacters)}`,
    // A fast hash is right here: the secret is random, so there is nothing to guess from.
    hash: createHash('sha256').update(key).digest(),
  };
}

export function makeApiKey(role: Role, mode: Mode): string {
  return `idv_${role}_${mode}_${randomBytes(24).toString('hex')}`;
}

/** Neither revoked nor expired. */
export function inForce(
  { expiresAt, revokedAt }: { readonly expiresAt: Date | null; readonly revokedAt: Date | null },
  now: Date,
): boolean {
  return !revokedAt && (!expiresAt || expiresAt > now);
}

/** In constant time, so that answering times tell nothing of the stored hash. */
export function sameHash(stored: Uint8Array, presented: Uint8Array): boolean {
  return stored.length === presented.length && timingSafeEqual(stored, presented);
}
