import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { Log } from '../../common/log.js';
import { Database } from '../../database/database.js';
import { Sweep } from '../../jobs/sweep.js';
import { bySystem } from '../../journal/entry.js';
import { Journal } from '../../journal/journal.js';

const everyMs = 5_000;
const windowMs = 60_000;

export interface Refusal {
  readonly tenantId: string;
  readonly accountId: string;
  /** A word of ours. */
  readonly cause: string;
}

interface Counted {
  newest: Refusal;
  count: number;
  readonly since: number;
}

/**
 * Tells the history of an account that callbacks were refused: the first at once, those that follow as one
 * entry a minute with their count, so that nobody can flood the history.
 */
@Injectable()
export class Refusals implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly counted = new Map<string, Counted>();
  private readonly sweep: Sweep;

  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.sweep = new Sweep('refused callbacks', everyMs, () => this.round(), log);
  }

  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
    for (const { newest, count } of this.counted.values()) if (count > 0) await this.tell(newest, count);
  }

  async note(refusal: Refusal): Promise<void> {
    const present = this.counted.get(refusal.accountId);
    if (present) {
      present.newest = refusal;
      present.count += 1;
      return;
    }
    this.open(refusal);
    await this.tell(refusal, 1);
  }

  private async round(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const [accountId, { newest, count, since }] of this.counted) {
      if (now - since < windowMs) continue;
      this.counted.delete(accountId);
      if (count === 0) continue;
      this.open(newest);
      await this.tell(newest, count);
    }
  }

  /** From now on they are counted. */
  private open(newest: Refusal): void {
    this.counted.set(newest.accountId, { newest, count: 0, since: this.clock.now().getTime() });
  }

  private async tell({ tenantId, accountId, cause }: Refusal, count: number): Promise<void> {
    const drafts = [{ type: 'provider_account.callback_refused', data: { cause, count } }];
    const subject = { kind: 'provider_account', id: accountId } as const;
    this.log.info('callbacks refused', { account: accountId, cause, count });
    await this.database.unit((unit) =>
      this.journal.append(unit, { tenantId, subject, drafts, origin: bySystem('inbox') }),
    );
  }
}
