import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Database, type Unit } from '../database/database.js';
import { bySystem, type Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';

interface UsedKey {
  readonly id: string;
  readonly tenantId: string | null;
  readonly lastUsedAt: Date | null;
}

const writtenEveryMs = 60_000;
const refusalToldEveryMs = 60 * 60_000;

/**
 * Writes down when keys are used, and tells the history: of a use once a key and day, whichever process sees it
 * first, and of a key that is tried after its end once an hour. No request waits for it.
 */
@Injectable()
export class KeyUses implements OnApplicationShutdown {
  private readonly written = new Map<string, number>();
  private readonly refusalTold = new Map<string, number>();
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** After the last request has been answered, and before the database is closed. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  used(key: UsedKey): void {
    const now = this.clock.now();
    if (!due(this.written, key.id, now, writtenEveryMs)) return;
    this.inBackground(
      key.lastUsedAt && key.lastUsedAt >= beginningOfDay(now)
        ? this.write(key.id, now)
        : this.database.unit((unit) => this.firstOfDay(unit, key, now)),
    );
  }

  refused({ id, tenantId }: UsedKey, reason: 'expired' | 'revoked'): void {
    if (!due(this.refusalTold, id, this.clock.now(), refusalToldEveryMs)) return;
    this.inBackground(
      this.database.unit((unit) =>
        this.tell(unit, { id, tenantId }, 'api_key.refused', { reason }, bySystem('access')),
      ),
    );
  }

  private async write(id: string, lastUsedAt: Date): Promise<void> {
    await this.database.client.apiKey.updateMany({ where: { id }, data: { lastUsedAt } });
  }

  /** Of several processes one finds the row as it was yesterday. */
  private async firstOfDay(unit: Unit, key: UsedKey, now: Date): Promise<void> {
    const { count } = await unit.tx.apiKey.updateMany({
      where: { id: key.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: beginningOfDay(now) } }] },
      data: { lastUsedAt: now },
    });
    if (count === 0) return;
    const origin: Origin = { actor: { kind: 'api_key', id: key.id }, requestId: null };
    await this.tell(unit, key, 'api_key.used', {}, origin);
  }

  private async tell(
    unit: Unit,
    { id, tenantId }: Pick<UsedKey, 'id' | 'tenantId'>,
    type: string,
    data: Readonly<Record<string, unknown>>,
    origin: Origin,
  ): Promise<void> {
    const subject = { kind: 'api_key', id } as const;
    await this.journal.append(unit, { tenantId, subject, drafts: [{ type, data }], origin });
  }

  private inBackground(work: Promise<void>): void {
    const watched: Promise<void> = work
      .catch((error: unknown) => this.log.problem('noting the use of a key failed', error))
      .finally(() => this.underWay.delete(watched));
    this.underWay.add(watched);
  }
}

/** Whether it is so long ago; if it is, it counts as done now. */
function due(done: Map<string, number>, id: string, now: Date, everyMs: number): boolean {
  if (now.getTime() - (done.get(id) ?? 0) < everyMs) return false;
  done.set(id, now.getTime());
  return true;
}

/** In UTC. */
function beginningOfDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}
