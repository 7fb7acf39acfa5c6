import { Injectable } from '@nestjs/common';
import type { Scope } from '../access/caller.js';
import { isId } from '../common/ids.js';
import { Problem } from '../common/problems/problem.js';
import { Database, type Statements, type Unit } from '../database/database.js';
import type { Prisma, Session as Row } from '../database/generated/client.js';
import type { Draft, Origin } from '../journal/entry.js';
import { Journal, type AppendStatement } from '../journal/journal.js';
import type { Change } from './domain/change.js';
import type { Session } from './domain/session.js';
import { within } from './session-scope.js';
import { assignmentsOf, type SealedFields } from './session-columns.js';

/** Rows of another room that are written with a change of a session, in the same statement, or not at all. */
export interface Alongside {
  /** `INSERT … SELECT`, with its one value at this position, under this `WHERE`. */
  readonly insert: (parameter: number, condition: string) => string;
  readonly values: readonly [string];
}

/** Somebody else changed the session meanwhile: look again. */
export class StaleSessionError extends Error {
  override readonly name = 'StaleSessionError';
}

/** What the row holds besides the session. */
const besides = {
  facets: true,
  dataKey: true,
  sealedRequest: true,
  sealedHandoff: true,
  sealedResult: true,
  sealedFormer: true,
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
    if (!isId('vs', id)) throw new Problem('not_found');
    const where = { AND: [{ id }, within(scope)] };
    const row = await this.database.client.session.findFirst({ where, omit: besides });
    if (!row) throw new Problem('not_found');
    return toSession(row);
  }

  /** For the gateway's own work. */
  async find(where: Prisma.SessionWhereInput): Promise<Session[]> {
    const rows = await this.database.client.session.findMany({ where, omit: besides });
    return rows.map(toSession);
  }

  /** The one whose turn at its provider began last. */
  async latestStarted(where: Prisma.SessionWhereInput): Promise<Session | null> {
    const orderBy = [{ startedAt: 'desc' }, { id: 'desc' }] as const;
    const row = await this.database.client.session.findFirst({
      where,
      orderBy: [...orderBy],
      omit: besides,
    });
    return row && toSession(row);
  }

  async newestFirst(where: Prisma.SessionWhereInput, take: number): Promise<Session[]> {
    const orderBy = [{ createdAt: 'desc' }, { id: 'desc' }] as const;
    const rows = await this.database.client.session.findMany({
      where,
      take,
      orderBy: [...orderBy],
      omit: besides,
    });
    return rows.map(toSession);
  }

  async insert(
    on: Statements,
    session: Session,
    sealed: SealedFields,
    drafts: readonly Draft[],
    origin: Origin,
  ): Promise<Session> {
    const inserted = { ...session, lastSeq: drafts.length };
    const { names, values } = assignmentsOf({ ...inserted, ...sealed });
    const told = this.told(session, drafts, origin);
    const places = names.map((_, index) => `$${index + 1}`);
    await on.query(
      `WITH inserted AS (INSERT INTO sessions (${names.join(', ')}) VALUES (${places.join(', ')}))
       ${told.insert(names.length + 1)}`,
      [...values, ...told.values],
    );
    on.afterCommit(() => this.journal.tell(told.entries));
    return inserted;
  }

  /** Throws {@link StaleSessionError} when the row is no longer the one that the change was made from. */
  async write(
    on: Statements,
    session: Session,
    change: Change,
    origin: Origin,
    sealed: SealedFields = {},
    alongside: readonly Alongside[] = [],
  ): Promise<Session> {
    const { id, version, lastSeq } = session;
    const counted = { version: version + 1, lastSeq: lastSeq + change.drafts.length };
    const { names, values } = assignmentsOf({ ...change.patch, ...sealed, ...counted });
    const told = this.told(session, change.drafts, origin);
    const sets = names.map((name, index) => `${name} = $${index + 4}`);
    // What was sealed with a key that has been destroyed meanwhile comes too late.
    const keyed = Object.keys(sealed).length > 0 ? 'AND data_key IS NOT NULL' : '';
    const only = 'WHERE EXISTS (SELECT 1 FROM changed)';
    const more = alongside.map(
      ({ insert }, index) => `, more_${index} AS (${insert(names.length + 4 + index, only)})`,
    );
    const rows = await on.query(
      `WITH changed AS (UPDATE sessions SET ${sets.join(', ')} WHERE id = $1 AND version = $2 ${keyed} RETURNING id),
       told AS (${told.insert(3)} ${only})${more.join('')}
       SELECT id FROM changed`,
      [id, version, ...told.values, ...values, ...alongside.flatMap((rows) => rows.values)],
    );
    if (rows.length === 0) throw new StaleSessionError(id);
    on.afterCommit(() => this.journal.tell(told.entries));
    return { ...session, ...change.patch, ...counted };
  }

  /**
   * Changes the session as it is now. `decide` is asked again if somebody else was faster; null leaves it
   * as it is. Throws `session_erased` when there is something sealed to write and the data key is gone.
   */
  async alter(
    id: string,
    decide: (session: Session) => Change | null,
    origin: Origin,
    sealed: SealedFields = {},
    alongside: readonly Alongside[] = [],
  ): Promise<Session> {
    const session = await this.get({ kind: 'platform' }, id);
    const change = decide(session);
    if (!change) return session;
    try {
      return await this.write(this.database, session, change, origin, sealed, alongside);
    } catch (error) {
      if (!(error instanceof StaleSessionError)) throw error;
    }
    return this.database.unit((unit) => this.alterInTurn(unit, id, decide, origin, sealed, alongside));
  }

  /** Like {@link alter}, one after the other however many want to change it at once, and with what else the unit does. */
  async alterInTurn(
    unit: Unit,
    id: string,
    decide: (session: Session) => Change | null,
    origin: Origin,
    sealed: SealedFields = {},
    alongside: readonly Alongside[] = [],
  ): Promise<Session> {
    await unit.tx.$executeRaw`SELECT 1 FROM sessions WHERE id = ${id} FOR UPDATE`;
    const { dataKey, ...row } = await unit.tx.session.findUniqueOrThrow({
      where: { id },
      omit: { ...besides, dataKey: false },
    });
    const current = toSession(row);
    const change = decide(current);
    if (change && !dataKey && Object.keys(sealed).length > 0) throw new Problem('session_erased');
    return change ? this.write(unit, current, change, origin, sealed, alongside) : current;
  }

  /**
   * Settles when the vendor is asked next, unless the session has gone to another provider. Nothing that anybody is
   * told of, so neither journalled nor guarded.
   */
  async plan(
    { id, attempt }: Pick<Session, 'id' | 'attempt'>,
    next: { nextCheckAt: Date | null; idleChecks: number },
  ): Promise<void> {
    await this.database.client.session.updateMany({ where: { id, attempt, endedAt: null }, data: next });
  }

  private told(
    { id, tenantId, lastSeq }: Session,
    drafts: readonly Draft[],
    origin: Origin,
  ): AppendStatement {
    return this.journal.statement({ tenantId, subject: { kind: 'session', id }, drafts, origin, lastSeq });
  }
}

export function toSession(row: Omit<Row, keyof typeof besides>): Session {
  // The JSON columns and the words were written from a Session.
  return row as unknown as Session;
}
