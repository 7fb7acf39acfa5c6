import { Problem } from '../common/problems/problem.js';
import type { Caller } from './caller.js';

/** Throws `forbidden` when a caller that is of a tenant itself names one: what it sees is settled by its key. */
export function mayNameTenant({ scope }: Caller, tenantId: string | undefined): void {
  if (tenantId !== undefined && scope.kind !== 'platform') {
    throw new Problem('forbidden', 'Only a key of the platform may name a tenant.');
  }
}
