import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/caller.js';
import { Problem } from '../common/problems/problem.js';
import { Database, type Unit } from '../database/database.js';
import type { Prisma, Session as Row } from '../database/generated/client.js';
import type { Draft, Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import type { Change } from './domain/change.js';
import type { Session } from './domain/session.js';
import { within } from './session-scope.js';
import type { SealedColumns } from './session-vault.js';

/** Somebody else changed the session meanwhile: look again. */
export class StaleSessionError extends Error {
  override readonly name = 'StaleSessionError';
}

type FirstSealed = SealedColumns & { readonly dataKey: Uint8Array<ArrayBuffer> };

const withoutSealed = {
  dataKey: true,
  sealedRequest: true,
  sealedHandoff: true,
  sealedResult: true,
} as const;

/**
 * The one place that writes sessions: the row and its journal entries together, guarded by the row's
 * version, so that of two changes at once one looks again.
 */
@Injectable()
export class SessionStore {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
  ) {}

  /** Throws `not_found`, also for what lies outside the scope. */
  async get(scope: Scope, id: string): Promise<Session> {
    const where = { AND: [{ id }, within(scope)] };
    const row = await this.database.client.session.findFirst({ where, omit: withoutSealed });
    if (!row) throw new Problem('not_found');
    return toSession(row);
  }

  /** For the gateway's own work. */
  async find(where: Prisma.SessionWhereInput): Promise<Session[]> {
    const rows = await this.database.client.session.findMany({ where, omit: withoutSealed });
    return rows.map(toSession);
  }

  async newestFirst(where: Prisma.SessionWhereInput, take: number): Promise<Session[]> {
    const orderBy = [{ createdAt: 'desc' }, { id: 'desc' }] as const;
    const rows = await this.database.client.session.findMany({
      where,
      take,
      orderBy: [...orderBy],
      omit: withoutSealed,
    });
    return rows.map(toSession);
  }

  async insert(
    unit: Unit,
    session: Session,
    sealed: FirstSealed,
    drafts: readonly Draft[],
    origin: Origin,
  ): Promise<Session> {
    const inserted = { ...session, lastSeq: drafts.length };
    await unit.tx.session.create({ data: { ...toRow(inserted), ...sealed }, select: { id: true } });
    await this.append(unit, session, drafts, origin);
    return inserted;
  }

  /** Throws {@link StaleSessionError} when the row is no longer the one that the change was made from. */
  async write(
    unit: Unit,
    session: Session,
    change: Change,
    origin: Origin,
    sealed: SealedColumns = {},
  ): Promise<Session> {
    const { id, version, lastSeq } = session;
    const after = {
      ...session,
      ...change.patch,
      version: version + 1,
      lastSeq: lastSeq + change.drafts.length,
    };
    const { count } = await unit.tx.session.updateMany({
      where: { id, version },
      data: {
        ...(change.patch as unknown as Prisma.SessionUpdateManyMutationInput),
        ...sealed,
        version: after.version,
        lastSeq: after.lastSeq,
      },
    });
    if (count === 0) throw new StaleSessionError(id);
    await this.append(unit, session, change.drafts, origin);
    return after;
  }

  /** Changes the session as it is now. `decide` is asked again if somebody else was faster; null leaves it as it is. */
  async alter(
    id: string,
    decide: (session: Session) => Change | null,
    origin: Origin,
    sealed: SealedColumns = {},
  ): Promise<Session> {
    const session = await this.get({ kind: 'platform' }, id);
    const change = decide(session);
    if (!change) return session;
    try {
      return await this.database.unit((unit) => this.write(unit, session, change, origin, sealed));
    } catch (error) {
      if (!(error instanceof StaleSessionError)) throw error;
    }
    // In turn, however many want to change it at once.
    return this.database.unit(async (unit) => {
      await unit.tx.$executeRaw`SELECT 1 FROM sessions WHERE id = ${id} FOR UPDATE`;
      const row = await unit.tx.session.findUniqueOrThrow({ where: { id }, omit: withoutSealed });
      const current = toSession(row);
      const newChange = decide(current);
      return newChange ? this.write(unit, current, newChange, origin, sealed) : current;
    });
  }

  /** Settles when the vendor is asked next. Nothing that anybody is told of, so neither journalled nor guarded. */
  async plan(id: string, next: { nextCheckAt: Date | null; idleChecks: number }): Promise<void> {
    await this.database.client.session.updateMany({ where: { id, endedAt: null }, data: next });
  }

  private async append(
    unit: Unit,
    { id, tenantId, lastSeq }: Session,
    drafts: readonly Draft[],
    origin: Origin,
  ): Promise<void> {
    await this.journal.append(unit, { tenantId, subject: { kind: 'session', id }, drafts, origin, lastSeq });
  }
}

export function toSession(row: Omit<Row, keyof typeof withoutSealed>): Session {
  // The JSON columns and words were written by `toRow` from a Session.
  return row as unknown as Session;
}

function toRow(session: Session): Prisma.SessionUncheckedCreateInput {
  const { decision, ...rest } = session;
  return { ...rest, ...(decision ? { decision } : {}) } as unknown as Prisma.SessionUncheckedCreateInput;
}
