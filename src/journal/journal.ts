import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { Database, type Tx, type Unit } from '../database/database.js';
import type { JournalEntry, Prisma } from '../database/generated/client.js';
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

/** The one history. Entries are written in the transaction of the change that they tell of, and never altered. */
@Injectable()
export class Journal {
  constructor(
    private readonly database: Database,
    private readonly feed: JournalFeed,
    private readonly clock: Clock,
  ) {}

  async append(
    { tx, afterCommit }: Unit,
    { tenantId, subject, drafts, origin, lastSeq }: Append,
  ): Promise<void> {
    if (drafts.length === 0) return;
    const from = lastSeq ?? (await newestSeq(tx, subject.id));
    const at = this.clock.now();
    const entries = drafts.map((draft, index): Entry => ({
      id: newId('evt'),
      tenantId,
      subject,
      seq: from + index + 1,
      type: draft.type,
      at,
      actor: origin.actor,
      requestId: origin.requestId,
      status: draft.status ?? null,
      provider: draft.provider ?? null,
      data: draft.data,
    }));
    await tx.journalEntry.createMany({ data: entries.map(toRow) });
    afterCommit(() => this.feed.tell(entries));
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
}

async function newestSeq(tx: Tx, subjectId: string): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${subjectId}, 0))`;
  const newest = await tx.journalEntry.aggregate({ where: { subjectId }, _max: { seq: true } });
  return newest._max.seq ?? 0;
}

function toRow(entry: Entry): Prisma.JournalEntryCreateManyInput {
  const { subject, actor, data, ...rest } = entry;
  return {
    ...rest,
    subjectKind: subject.kind,
    subjectId: subject.id,
    actorKind: actor.kind,
    actorId: actor.id,
    data: data as Prisma.InputJsonObject,
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
