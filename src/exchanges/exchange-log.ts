import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Database } from '../database/database.js';
import { Sweep } from '../jobs/sweep.js';
import type { CallObserver, ObservedCall } from '../providers/runtime/provider-http.js';

/** One try of a call to a vendor for a session: that there was one and how it went, and nothing of what was said. */
export interface Exchange extends ObservedCall {
  readonly provider: string;
  readonly accountId: string;
  /** When it had ended. */
  readonly at: Date;
}

type Noted = Exchange & { readonly sessionId: string };

const everyMs = 500;
/** Kept while the database cannot be reached; the oldest go first. */
const mostWaiting = 10_000;

/** Hundreds a second are written, so it goes past the ORM. `$1` is a list of {@link Noted}. */
const insert = `INSERT INTO vendor_exchanges
    (session_id, account_id, provider, operation, attempt, status, failure, ms, at)
  SELECT "sessionId", "accountId", provider, operation, attempt, status, failure, ms, at
  FROM jsonb_to_recordset($1::jsonb) AS noted ("sessionId" text, "accountId" text, provider text, operation text,
    attempt integer, status integer, failure text, ms integer, at timestamptz)`;

/**
 * What has been called at vendors, for the history. No call waits for it: what is noted is written down within half
 * a second, and what a process that is killed had not written yet is lost. What a call has changed is in the journal.
 */
@Injectable()
export class ExchangeLog implements OnApplicationBootstrap, OnApplicationShutdown {
  private waiting: Noted[] = [];
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
      this.waiting.push({ ...call, sessionId, provider, accountId, at: this.clock.now() });
      if (this.waiting.length > mostWaiting) this.waiting.shift();
    };
  }

  /** The session's newest, in the order in which they ended. */
  async newest(sessionId: string, limit: number): Promise<Exchange[]> {
    const rows = await this.database.client.vendorExchange.findMany({
      where: { sessionId },
      orderBy: { id: 'desc' },
      take: limit,
      omit: { id: true, sessionId: true },
    });
    return rows.reverse();
  }

  private async write(): Promise<void> {
    if (this.waiting.length === 0) return;
    const written = this.waiting;
    this.waiting = [];
    try {
      await this.database.query(insert, [JSON.stringify(written)]);
    } catch (error) {
      this.waiting = [...written, ...this.waiting].slice(-mostWaiting);
      throw error;
    }
  }
}
