import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../access/caller.js';
import { Problem } from '../common/problems/problem.js';
import type { Session } from './domain/session.js';
import { slotOf } from './person-slots.js';
import { RenewHandoff } from './renew-handoff.js';
import { SessionStore } from './session-store.js';
import { SessionVault } from './session-vault.js';
import { startProblem } from './start-problem.js';
import type { App, HandedOver } from './wanted-session.js';

/** How long a request waits for another one, or for a recovery, that is starting the session. */
const patienceMs = 20_000;
const lookEveryMs = 50;

/** Sessions that are there already when somebody asks to create one. */
@Injectable()
export class RunningSessions {
  constructor(
    private readonly store: SessionStore,
    private readonly vault: SessionVault,
    private readonly renewals: RenewHandoff,
  ) {}

  /** The person's active session of this flow, with a renewed hand-off; null when it has just ended. */
  async ofPerson(
    app: App,
    person: { refId: string; flow: string },
    caller: Caller,
  ): Promise<HandedOver | null> {
    const [found] = await this.store.find({ activeSlot: slotOf({ ...app, ...person }) });
    if (!found) return null;
    const session = await this.settled(found);
    if (session.endedAt) return null;
    if (session.status !== 'pending' && session.status !== 'in_progress') {
      return { session, handoff: null, created: false };
    }
    return { ...(await this.renewals.run(session, caller.origin)), created: false };
  }

  /** What an earlier run of the same creation has made, whatever has become of it; null when there was none. */
  async ofCreation(id: string): Promise<HandedOver | null> {
    const [found] = await this.store.find({ id });
    if (!found) return null;
    const session = await this.settled(found);
    if (session.status === 'failed' && session.vendorSessionId === null) {
      throw startProblem(id, session.routing.attempts);
    }
    const { handoff } = await this.vault.open(id, 'handoff');
    return { session, handoff: handoff?.handoff ?? null, created: true };
  }

  /** Waits until whoever is starting the session has done so. */
  private async settled(found: Session): Promise<Session> {
    let session: Session | undefined = found;
    for (let waited = 0; session && waited < patienceMs; waited += lookEveryMs) {
      if (session.status !== 'created') return session;
      await delay(lookEveryMs);
      [session] = await this.store.find({ id: found.id });
    }
    const members = { sessionId: found.id };
    throw new Problem('session_state_conflict', 'The session is still being started.', { members });
  }
}
