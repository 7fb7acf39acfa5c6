import { Problem } from '../common/problems/problem.js';
import type { Caller } from './caller.js';

/** Throws `forbidden` when a caller that is of a tenant itself names another one. */
export function mayNameTenant({ scope }: Caller, tenantId: string | undefined): void {
  if (tenantId === undefined || scope.kind === 'platform' || scope.tenantId === tenantId) return;
  throw new Problem('forbidden', 'Only a key of the platform may name another tenant.');
}
