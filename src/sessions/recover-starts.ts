import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import { Log } from '../common/log.js';
import { inOwnTrace } from '../common/trace/current.js';
import { Instances } from '../jobs/instances.js';
import { bySystem } from '../journal/entry.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { SessionSetups } from '../tenants/session-setup.js';
import type { Session } from './domain/session.js';
import { SessionClaims } from './session-claims.js';
import { SessionVault } from './session-vault.js';
import { StartSession } from './start-session.js';

const atOnce = 20;
/** Longer than the calls to all candidates of a start can take. */
const longestStartSeconds = 120;

/** Goes on with starts that were given up between writing the session down and hearing from the vendor. */
@Injectable()
export class RecoverStarts {
  constructor(
    private readonly claims: SessionClaims,
    private readonly instances: Instances,
    private readonly vault: SessionVault,
    private readonly setups: SessionSetups,
    private readonly accounts: ProviderAccounts,
    private readonly starts: StartSession,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  async sweep(): Promise<void> {
    const [now, stuckSince] = [this.clock.now(), this.clock.in(-longestStartSeconds)];
    const abandoned = await this.claims.abandonedStarts(this.instances.ownId, stuckSince, now, atOnce);
    await Promise.all(abandoned.map((session) => inOwnTrace('recovery', () => this.recover(session))));
  }

  private async recover(session: Session): Promise<void> {
    const { id } = session;
    try {
      const [{ request }, key, { flow }, account] = await Promise.all([
        this.vault.open(id, 'request'),
        this.vault.key(id),
        this.setups.read(session.tenantId, session.flow),
        this.accounts.open(session.accountId),
      ]);
      if (!request) throw new Error('a session without its request');
      // Whoever began it may have reached the vendor.
      await this.starts.run({
        session,
        account,
        request: { ...request, repeated: true },
        key,
        flow,
        origin: bySystem('recovery'),
      });
      this.log.info('start recovered', { session: id });
    } catch (error) {
      if (!(error instanceof Problem)) this.log.problem('recovering a start failed', error, { session: id });
    }
  }
}
