import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import type { Origin } from '../journal/entry.js';
import { cancelled } from './domain/lifecycle.js';
import type { Session } from './domain/session.js';
import { ProviderCalls } from './provider-calls.js';
import { SessionStore } from './session-store.js';

@Injectable()
export class CancelSession {
  constructor(
    private readonly store: SessionStore,
    private readonly calls: ProviderCalls,
    private readonly clock: Clock,
  ) {}

  /** Cancelling twice is no error; a session that has ended otherwise is a `session_state_conflict`. */
  async run(session: Session, origin: Origin): Promise<Session> {
    let before = session;
    const after = await this.store.alter(
      session.id,
      (current) => {
        before = current;
        if (current.status === 'cancelled') return null;
        const change = cancelled(current, 'cancelled_by_app', this.clock.now());
        if (!change) throw new Problem('session_state_conflict', `The session is already ${current.status}.`);
        return change;
      },
      origin,
    );
    if (before.status !== 'cancelled' && before.status !== 'created') await this.calls.giveUp(after);
    return after;
  }
}
