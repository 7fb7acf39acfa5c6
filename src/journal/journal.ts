import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Database, type Tx, type Unit } from '../database/database.js';
import type { JournalEntry } from '../database/generated/client.js';
import type { Draft, Entry, Origin, Subject } from './entry.js';
import { JournalFeed } from './journal-feed.js';

export interface Append {
  readonly tenantId: string | null;
  readonly subject: Subject;
  readonly drafts: readonly Draft[];
  readonly origin: Origin;
  /** The subject's newest `seq`, when the caller holds the subject's row; otherwise it is looked up under a lock. */
  readonly lastSeq?: number;
}

/** An append that is yet to be run. */
export interface AppendStatement {
  readonly entries: readonly Entry[];
  /** The text, with its one value at this position. */
  readonly insert: (parameter: number) => string;
  readonly values: readonly [string];
}

/** The one history. Entries are written in the transaction of the change that they tell of, and never altered. */
@Injectable()
export class Journal {
  constructor(
    private readonly database: Database,
    private readonly feed: JournalFeed,
    private readonly clock: Clock,
  ) {}

  async append(unit: Unit, appended: Append): Promise<void> {
    if (appended.drafts.length === 0) return;
    const lastSeq = appended.lastSeq ?? (await newestSeq(unit.tx, appended.subject.id));
    const { entries, insert, values } = this.statement({ ...appended, lastSeq });
    await unit.query(insert(1), values);
    unit.afterCommit(() => this.tell(entries));
  }

  /** The append as a part of a larger statement: a subject and its entries are then written in one go. */
  statement({
    tenantId,
    subject,
    drafts,
    origin,
    lastSeq,
  }: Append & { readonly lastSeq: number }): AppendStatement {
    const at = this.clock.now();
    const entries = drafts.map((draft, index): Entry => ({
      id: newId('evt'),
      tenantId,
      subject,
      seq: lastSeq + index + 1,
      type: draft.type,
      at,
      actor: origin.actor,
      requestId: origin.requestId,
      status: draft.status ?? null,
      provider: draft.provider ?? null,
      data: draft.data,
    }));
    return { entries, insert: insertFrom, values: [JSON.stringify(entries.map(toRow))] };
  }

  /** Tells the process of entries that have been written by a {@link statement}. */
  tell(entries: readonly Entry[]): void {
    if (entries.length > 0) this.feed.tell(entries);
  }

  /** The subject's entries with `seq` above `after`, in order. */
  async read(subjectId: string, after: number, limit: number): Promise<Entry[]> {
    const rows = await this.database.client.journalEntry.findMany({
      where: { subjectId, seq: { gt: after } },
      orderBy: { seq: 'asc' },
      take: limit,
    });
    return rows.map(toEntry);
  }

  /** In no order. */
  async find(ids: readonly string[]): Promise<Entry[]> {
    const rows = await this.database.client.journalEntry.findMany({ where: { id: { in: [...ids] } } });
    return rows.map(toEntry);
  }
}

async function newestSeq(tx: Tx, subjectId: string): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subjectId}, 0))`;
  const newest = await tx.journalEntry.aggregate({ where: { subjectId }, _max: { seq: true } });
  return newest._max.seq ?? 0;
}

const columns =
  'id, tenant_id, subject_kind, subject_id, seq, type, at, actor_kind, actor_id, request_id, status, provider, data';

/** `$<parameter>` is the entries as a JSON list; a `WHERE` may follow. */
function insertFrom(parameter: number): string {
  return `INSERT INTO journal_entries (${columns}) SELECT ${columns} FROM jsonb_to_recordset($${parameter}::jsonb) AS entry(
    id text, tenant_id text, subject_kind text, subject_id text, seq integer, type text, at timestamptz,
    actor_kind text, actor_id text, request_id text, status text, provider text, data jsonb)`;
}

function toRow({
  id,
  tenantId,
  subject,
  seq,
  type,
  at,
  actor,
  requestId,
  status,
  provider,
  data,
}: Entry): object {
  return {
    id,
    tenant_id: tenantId,
    subject_kind: subject.kind,
    subject_id: subject.id,
    seq,
    type,
    at,
    actor_kind: actor.kind,
    actor_id: actor.id,
    request_id: requestId,
    status,
    provider,
    data,
  };
}

function toEntry(row: JournalEntry): Entry {
  const { subjectKind, subjectId, actorKind, actorId, data, ...rest } = row;
  return {
    ...rest,
    subject: { kind: subjectKind as Subject['kind'], id: subjectId },
    actor: { kind: actorKind as Entry['actor']['kind'], id: actorId },
    data: data as Record<string, unknown>,
  };
}
