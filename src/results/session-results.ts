import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problems/problem.js';
import type { Origin } from '../journal/entry.js';
import type { ProviderFindings } from '../providers/kit/findings.js';
import type { Session } from '../sessions/domain/session.js';
import { SessionVault } from '../sessions/session-vault.js';
import { Looks } from './looks.js';

@Injectable()
export class SessionResults {
  constructor(
    private readonly vault: SessionVault,
    private readonly looks: Looks,
  ) {}

  /** Throws `session_state_conflict` while there is none. */
  async view(session: Session, purpose: string | null, origin: Origin): Promise<ProviderFindings> {
    const { result } = await this.vault.open(session.id, 'result');
    if (!result)
      throw new Problem('session_state_conflict', `A session that is ${session.status} has no result.`);
    await this.looks.note(session, { type: 'session.result_viewed', data: {}, purpose }, origin);
    return result;
  }
}
