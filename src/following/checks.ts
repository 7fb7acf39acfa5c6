import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { inOwnTrace } from '../common/trace/current.js';
import { Sweep } from '../jobs/sweep.js';
import { RecoverStarts } from '../sessions/recover-starts.js';
import { SessionClaims } from '../sessions/session-claims.js';
import { FollowUp } from './follow-up.js';

const everyMs = 500;
const atOnce = 32;
/** A claimed check whose process dies is due again after this long. */
const claimSeconds = 30;

/** Polling: makes sure that every open session is asked about, whatever becomes of streams and callbacks. */
@Injectable()
export class Checks implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly sweeps: readonly Sweep[];

  constructor(
    private readonly claims: SessionClaims,
    private readonly followUp: FollowUp,
    private readonly clock: Clock,
    private readonly log: Log,
    recovery: RecoverStarts,
  ) {
    this.sweeps = [
      new Sweep('checks', everyMs, () => this.sweep(), log),
      new Sweep('abandoned starts', everyMs * 2, () => recovery.sweep(), log),
    ];
  }

  onApplicationBootstrap(): void {
    for (const sweep of this.sweeps) sweep.start();
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.sweeps.map((sweep) => sweep.stop()));
  }

  private async sweep(): Promise<void> {
    const due = await this.claims.dueChecks(this.clock.now(), this.clock.in(claimSeconds), atOnce);
    await Promise.all(
      due.map((session) =>
        inOwnTrace('check', () => this.followUp.ask(session)).catch((error: unknown) =>
          this.log.problem('check failed', error, { session: session.id }),
        ),
      ),
    );
  }
}
