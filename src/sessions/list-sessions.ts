import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/caller.js';
import { pageOf, readCursor, type Page, type Place } from '../common/keyset.js';
import type { Prisma } from '../database/generated/client.js';
import type { Session } from './domain/session.js';
import type { SessionStatus } from './domain/status.js';
import { within } from './session-scope.js';
import { SessionStore } from './session-store.js';

export interface SessionFilter {
  readonly status: readonly SessionStatus[] | null;
  readonly provider: string | null;
  readonly refId: string | null;
  readonly externalId: string | null;
  readonly flow: string | null;
  readonly createdFrom: Date | null;
  readonly createdTo: Date | null;
  /** Only for the platform's keys. */
  readonly tenantId: string | null;
}

@Injectable()
export class ListSessions {
  constructor(private readonly store: SessionStore) {}

  /** Newest first. */
  async run(
    scope: Scope,
    filter: SessionFilter,
    limit: number,
    cursor: string | null,
  ): Promise<Page<Session>> {
    const conditions = [
      within(scope),
      matching(filter),
      ...(cursor === null ? [] : [after(readCursor('vs', cursor))]),
    ];
    const rows = await this.store.newestFirst({ AND: conditions }, limit + 1);
    return pageOf(rows, limit, ({ createdAt: at, id }) => ({ at, id }));
  }
}

function matching(filter: SessionFilter): Prisma.SessionWhereInput {
  const { status, createdFrom, createdTo, ...exact } = filter;
  const given = Object.entries(exact).filter(([, value]) => value !== null);
  return {
    ...Object.fromEntries(given),
    ...(status ? { status: { in: [...status] } } : {}),
    ...(createdFrom || createdTo
      ? {
          createdAt: {
            ...(createdFrom ? { gte: createdFrom } : {}),
            ...(createdTo ? { lt: createdTo } : {}),
          },
        }
      : {}),
  };
}

function after({ at: createdAt, id }: Place): Prisma.SessionWhereInput {
  return { createdAt: { lte: createdAt }, NOT: { createdAt, id: { gte: id } } };
}
