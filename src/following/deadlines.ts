import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Sweep } from '../jobs/sweep.js';
import { bySystem } from '../journal/entry.js';
import { overdue } from '../sessions/domain/lifecycle.js';
import type { Session } from '../sessions/domain/session.js';
import { ProviderCalls } from '../sessions/provider-calls.js';
import { SessionClaims } from '../sessions/session-claims.js';
import { SessionStore } from '../sessions/session-store.js';
import { FollowUp } from './follow-up.js';

const everyMs = 1_000;
const atOnce = 50;
const claimSeconds = 60;

/** Ends sessions whose time is up, after a last look at what the vendor knows. */
@Injectable()
export class Deadlines implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweep: Sweep;

  constructor(
    private readonly claims: SessionClaims,
    private readonly store: SessionStore,
    private readonly followUp: FollowUp,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.sweep = new Sweep('deadlines', everyMs, () => this.round(), log);
  }

  onApplicationBootstrap(): void {
    this.sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.sweep.stop();
  }

  private async round(): Promise<void> {
    const due = await this.claims.dueDeadlines(this.clock.now(), this.clock.in(claimSeconds), atOnce);
    await Promise.all(
      due.map((session) =>
        this.end(session).catch((error: unknown) =>
          this.log.problem('ending a session failed', error, { session: session.id }),
        ),
      ),
    );
  }

  private async end(session: Session): Promise<void> {
    if (session.status !== 'created') await this.lastLook(session);
    const before = session.status;
    const ended = await this.store.alter(
      session.id,
      // The last look may have brought a verdict, or set a later deadline.
      (current) => (current.status === before ? overdue(current, this.clock.now()) : null),
      bySystem('deadlines'),
    );
    if (ended.status === 'expired' && before === 'pending') await this.calls.giveUp(ended);
  }

  private async lastLook(session: Session): Promise<void> {
    await this.followUp
      .ask(session)
      .catch((error: unknown) => this.log.problem('last look failed', error, { session: session.id }));
  }
}
