import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { forgetOldest } from '../common/forget-oldest.js';
import { newId } from '../common/ids.js';
import { Log } from '../common/log.js';
import { Database } from '../database/database.js';
import { Sweep } from '../jobs/sweep.js';
import type { CallObserver, ObservedCall } from '../providers/runtime/provider-http.js';
import { Alike } from './alike.js';
import type { Exchange } from './exchange.js';

type Noted = Exchange & { readonly id: string; readonly sessionId: string };

const everyMs = 500;
/** Kept while the database cannot be reached; the oldest go first. */
const mostWaiting = 10_000;

/** Hundreds a second are written, so it goes past the ORM. `$1` is a list of {@link Noted}. */
const upsert = `INSERT INTO vendor_exchanges
    (id, session_id, account_id, provider, operation, attempt, status, failure, ms, times, first_at, at)
  SELECT id, "sessionId", "accountId", provider, operation, attempt, status, failure, ms, times, "firstAt", at
  FROM jsonb_to_recordset($1::jsonb) AS noted (id text, "sessionId" text, "accountId" text, provider text,
    operation text, attempt integer, status integer, failure text, ms integer, times integer,
    "firstAt" timestamptz, at timestamptz)
  ON CONFLICT (id) DO UPDATE SET ms = excluded.ms, times = excluded.times, at = excluded.at`;

/**
 * What has been called at vendors, for the history. No call waits for it: what is noted is written down within half
 * a second, and what a process that is killed had not written yet is lost. What a call has changed is in the journal.
 */
@Injectable()
export class ExchangeLog implements OnApplicationBootstrap, OnApplicationShutdown {
  /** To be written, by id. */
  private waiting = new Map<string, Noted>();
  private writing = new Map<string, Noted>();
  private readonly alike = new Alike<Noted>();
  private readonly sweep: Sweep;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.sweep = new Sweep('vendor exchanges', everyMs, () => this.write(), log);
  }

  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  /** Not before the last request is answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.sweep.stop();
    await this.write();
  }

  /** Notes the calls that are made for the session at this account. */
  noting(sessionId: string, account: { readonly id: string; readonly provider: string }): CallObserver {
    const { id: accountId, provider } = account;
    return (call) => {
      const kind = [sessionId, accountId, ...kindOf(call)].join(' ');
      const at = this.clock.now();
      const alone = { ...call, id: newId('exc'), sessionId, provider, accountId, times: 1, firstAt: at, at };
      this.keep(this.alike.gather(kind, alone, together));
    };
  }

  /** The session's newest, in the order in which they began; those of this process also before they are written. */
  async newest(sessionId: string, limit: number): Promise<Exchange[]> {
    const own = [...this.writing.values(), ...this.waiting.values()].filter(
      (noted) => noted.sessionId === sessionId,
    );
    const rows = await this.database.client.vendorExchange.findMany({
      where: { sessionId },
      orderBy: { id: 'desc' },
      take: limit,
    });
    const byId = new Map<string, Noted>([...rows.reverse(), ...own].map((noted) => [noted.id, noted]));
    return [...byId.values()].slice(-limit).map(({ id: _id, sessionId: _session, ...exchange }) => exchange);
  }

  private keep(noted: Noted): void {
    this.waiting.set(noted.id, noted);
    forgetOldest(this.waiting, mostWaiting);
  }

  private async write(): Promise<void> {
    if (this.waiting.size === 0) return;
    this.writing = this.waiting;
    this.waiting = new Map();
    try {
      await this.database.query(upsert, [JSON.stringify([...this.writing.values()])]);
    } catch (error) {
      const meanwhile = this.waiting;
      this.waiting = this.writing;
      for (const noted of meanwhile.values()) this.keep(noted);
      throw error;
    } finally {
      this.writing = new Map();
    }
  }
}

function kindOf({ operation, attempt, status, failure }: ObservedCall): unknown[] {
  return [operation, attempt, status, failure];
}

function together(former: Noted, one: Noted): Noted {
  return { ...former, times: former.times + 1, ms: Math.max(former.ms, one.ms), at: one.at };
}
