import type { Scope } from '../access/caller.js';
import type { Prisma } from '../database/generated/client.js';

/** The part of the sessions that a caller sees, as a condition on rows. */
export function within(scope: Scope): Prisma.SessionWhereInput {
  switch (scope.kind) {
    case 'platform':
      return {};
    case 'tenant':
      return { tenantId: scope.tenantId };
    case 'app':
      return { tenantId: scope.tenantId, mode: scope.mode };
    case 'session':
      return { tenantId: scope.tenantId, id: scope.sessionId };
  }
}
