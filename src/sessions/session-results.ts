import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import type { Origin } from '../journal/entry.js';
import type { ProviderFindings } from '../providers/kit/findings.js';
import { tell } from './domain/change.js';
import type { Session } from './domain/session.js';
import { SessionStore } from './session-store.js';
import { SessionVault } from './session-vault.js';

@Injectable()
export class SessionResults {
  constructor(
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly clock: Clock,
  ) {}

  /** Every look at a result is journalled before it is shown. Throws `session_state_conflict` while there is none. */
  async view(session: Session, purpose: string | null, origin: Origin): Promise<ProviderFindings> {
    const { result } = await this.vault.open(session.id, 'result');
    if (!result)
      throw new Problem('session_state_conflict', `A session that is ${session.status} has no result.`);
    const data = purpose === null ? {} : { purpose };
    const viewed = (current: Session) => ({
      patch: { updatedAt: this.clock.now() },
      drafts: [tell(current, 'session.result_viewed', data)],
    });
    await this.store.alter(session.id, viewed, origin);
    return result;
  }
}
