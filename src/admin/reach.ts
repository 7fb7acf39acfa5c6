import type { Caller } from '../access/caller.js';
import { isId } from '../common/ids.js';
import { Problem } from '../common/problems/problem.js';

/** Throws `not_found` for a tenant that the caller does not see: a foreign one looks the same as none. */
export function mustReach({ scope }: Caller, tenantId: string): void {
  const reached = scope.kind === 'platform' || (scope.kind === 'tenant' && scope.tenantId === tenantId);
  if (!reached || !isId('ten', tenantId)) throw new Problem('not_found');
}
