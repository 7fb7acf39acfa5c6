import type { Actor, Origin } from '../journal/entry.js';
import type { Mode, Role } from './api-key.js';

/** Who calls, once the credential has been checked. */
export type Principal =
  | {
      readonly kind: 'key';
      readonly keyId: string;
      readonly role: Role;
      readonly mode: Mode;
      /** Null: a key of the platform. */
      readonly tenantId: string | null;
      /** Requests per minute of the key alone, and of all keys of its tenant; null: none of its own. */
      readonly rateLimits: { readonly key: number | null; readonly tenant: number | null };
    }
  | {
      readonly kind: 'client';
      readonly tenantId: string;
      readonly sessionId: string;
      readonly expiresAt: Date;
    };

/**
 * How far a caller sees. Every store asks for one, so that the tenant cannot be forgotten; the
 * platform's is a word of its own and never the absence of a tenant.
 */
export type Scope =
  | { readonly kind: 'platform' }
  | { readonly kind: 'tenant'; readonly tenantId: string }
  /** An app sees its tenant's sessions of its own mode. */
  | { readonly kind: 'app'; readonly tenantId: string; readonly mode: Mode }
  | { readonly kind: 'session'; readonly tenantId: string; readonly sessionId: string };

export interface Caller {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly origin: Origin;
}

export function callerOf(principal: Principal, requestId: string | null): Caller {
  return { principal, scope: scopeOf(principal), origin: { actor: actorOf(principal), requestId } };
}

function scopeOf(principal: Principal): Scope {
  if (principal.kind === 'client') {
    return { kind: 'session', tenantId: principal.tenantId, sessionId: principal.sessionId };
  }
  const { tenantId, role, mode } = principal;
  if (tenantId === null) return { kind: 'platform' };
  return role === 'app' ? { kind: 'app', tenantId, mode } : { kind: 'tenant', tenantId };
}

function actorOf(principal: Principal): Actor {
  return principal.kind === 'key'
    ? { kind: 'api_key', id: principal.keyId }
    : { kind: 'client', id: principal.sessionId };
}
