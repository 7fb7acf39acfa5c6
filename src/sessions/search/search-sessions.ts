import { Injectable } from '@nestjs/common';
import { modes } from '../../access/api-key.js';
import type { Scope } from '../../access/caller.js';
import { pageOf, readCursor, type Page } from '../../common/keyset.js';
import { Database } from '../../database/database.js';
import { newestOf, type Condition, type Strands } from '../../database/newest.js';
import type { Session } from '../domain/session.js';
import { Tenants } from '../../tenants/tenants.js';
import { SessionStore } from '../session-store.js';
import { namesKind, type SessionFilter } from './session-filter.js';
import { SessionKinds } from './session-kinds.js';

/**
 * Finds sessions, page by page. Every question is answered from ranges of an index that hold nothing but what is
 * asked for, so no page costs more than another, however rare a mixture is asked for.
 */
@Injectable()
export class SearchSessions {
  constructor(
    private readonly database: Database,
    private readonly store: SessionStore,
    private readonly kinds: SessionKinds,
    private readonly tenants: Tenants,
  ) {}

  /** Newest first; when asked for by end, the last to end first. Throws `invalid_cursor`. */
  async run(
    scope: Scope,
    wanted: SessionFilter,
    limit: number,
    cursor: string | null,
  ): Promise<Page<Session>> {
    const after = cursor === null ? null : readCursor('vs', cursor);
    const filter = scope.kind === 'app' ? { ...wanted, mode: scope.mode } : wanted;
    const byEnd = isByEnd(filter);
    const strands = await this.strands(await this.tenantIds(scope, filter), filter);
    const window = byEnd
      ? { from: filter.endedFrom, before: filter.endedTo }
      : { from: filter.createdFrom, before: filter.createdTo };
    const ids = await newestOf(this.database, strands, window, after, limit + 1);
    const sessions = await this.inOrder(ids);
    return pageOf(sessions, limit, ({ id, createdAt, endedAt }) => ({
      at: (byEnd ? endedAt : null) ?? createdAt,
      id,
    }));
  }

  private async tenantIds(scope: Scope, { tenantId }: SessionFilter): Promise<readonly string[]> {
    switch (scope.kind) {
      case 'platform':
        return tenantId === null ? this.tenants.ids() : [tenantId];
      case 'tenant':
      case 'app':
        return tenantId === null || tenantId === scope.tenantId ? [scope.tenantId] : [];
      case 'session':
        // Who sees one session has nothing to search.
        return [];
    }
  }

  private async strands(tenants: readonly string[], filter: SessionFilter): Promise<Strands> {
    const { refId, externalId, mode } = filter;
    const sessions = { table: 'sessions', at: isByEnd(filter) ? 'ended_at' : 'created_at' } as const;
    const where = isByEnd(filter) ? createdWithin(filter) : [];
    const named = refId ?? externalId;
    if (named !== null) {
      // One person's sessions are few: what else is asked for is looked for among them.
      where.push(...(await this.among(tenants, filter)));
      const keys = ['tenant_id', refId === null ? 'external_id' : 'ref_id'];
      return { ...sessions, where, keys, values: tenants.map((tenant) => [tenant, named]) };
    }
    if (namesKind(filter)) {
      const kinds = await this.kinds.of(tenants, filter);
      const values = kinds.map(({ tenantId, facets }) => [tenantId, facets]);
      return { ...sessions, where, keys: ['tenant_id', 'facets'], values };
    }
    const ofModes = mode === null ? modes : [mode];
    const values = tenants.flatMap((tenant) => ofModes.map((each) => [tenant, each]));
    return { ...sessions, where, keys: ['tenant_id', 'mode'], values };
  }

  private async among(tenants: readonly string[], filter: SessionFilter): Promise<Condition[]> {
    const { refId, externalId, mode } = filter;
    const conditions: Condition[] = [];
    if (refId !== null && externalId !== null) {
      conditions.push({ sql: 'one.external_id = ?', value: externalId });
    }
    if (namesKind(filter)) {
      const kinds = await this.kinds.of(tenants, filter);
      conditions.push({ sql: 'one.facets = ANY (?::text[])', value: kinds.map(({ facets }) => facets) });
    } else if (mode !== null) {
      conditions.push({ sql: 'one.mode = ?', value: mode });
    }
    return conditions;
  }

  private async inOrder(ids: readonly string[]): Promise<Session[]> {
    const found = await this.store.find({ id: { in: [...ids] } });
    const byId = new Map(found.map((session) => [session.id, session]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
}

function isByEnd({ endedFrom, endedTo }: SessionFilter): boolean {
  return endedFrom !== null || endedTo !== null;
}

function createdWithin({ createdFrom, createdTo }: SessionFilter): Condition[] {
  return [
    ...(createdFrom ? [{ sql: 'one.created_at >= ?::timestamptz', value: createdFrom }] : []),
    ...(createdTo ? [{ sql: 'one.created_at < ?::timestamptz', value: createdTo }] : []),
  ];
}
