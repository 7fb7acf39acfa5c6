import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/caller.js';
import { isId } from '../common/ids.js';
import { Problem } from '../common/problems/problem.js';
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

export interface Page {
  readonly data: readonly Session[];
  readonly nextCursor: string | null;
}

@Injectable()
export class ListSessions {
  constructor(private readonly store: SessionStore) {}

  /** Newest first. Any page costs the same: the cursor is a place in the order, not a number of rows. */
  async run(scope: Scope, filter: SessionFilter, limit: number, cursor: string | null): Promise<Page> {
    const conditions = [
      within(scope),
      matching(filter),
      ...(cursor === null ? [] : [after(readCursor(cursor))]),
    ];
    const rows = await this.store.newestFirst({ AND: conditions }, limit + 1);
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    return { data, nextCursor: rows.length > limit && last ? writeCursor(last) : null };
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

interface Place {
  readonly createdAt: Date;
  readonly id: string;
}

function after({ createdAt, id }: Place): Prisma.SessionWhereInput {
  return { createdAt: { lte: createdAt }, NOT: { createdAt, id: { gte: id } } };
}

function writeCursor({ createdAt, id }: Place): string {
  return Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');
}

function readCursor(cursor: string): Place {
  const [, time, id] =
    /^(\d{12,14})\.(vs_\w+)$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? [];
  if (!time || !id || !isId('vs', id)) throw new Problem('invalid_cursor');
  return { createdAt: new Date(Number(time)), id };
}
