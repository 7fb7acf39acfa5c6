import type { Scope } from '../access/caller.js';
import { Problem } from '../common/problems/problem.js';
import type { Owner } from './tails.js';

export function sessionRoom(sessionId: string): string {
  return `session:${sessionId}`;
}

export function isFeed(room: string): boolean {
  return room.startsWith('feed:');
}

/** The feed rooms that an event of this owner goes to: those who see one mode, and those who see both. */
export function feedsOf({ tenantId, mode }: Owner): string[] {
  return [`feed:${tenantId}`, `feed:${tenantId}:${mode}`];
}

/** The feed that a caller hears. A key of the platform must name the tenant. */
export function feedFor(scope: Scope, tenantId: string | undefined): string {
  switch (scope.kind) {
    case 'platform':
      if (tenantId === undefined) throw new Problem('invalid_request', 'Name a `tenantId` or a `sessionId`.');
      return `feed:${tenantId}`;
    case 'tenant':
    case 'app':
      if (tenantId !== undefined && tenantId !== scope.tenantId) throw new Problem('not_found');
      return scope.kind === 'app' ? `feed:${scope.tenantId}:${scope.mode}` : `feed:${scope.tenantId}`;
    case 'session':
      throw new Problem('forbidden');
  }
}
