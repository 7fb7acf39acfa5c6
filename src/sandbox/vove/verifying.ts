import type { Disturbances } from '../kit/disturbances.js';
import { refusal } from '../kit/refusal.js';
import { mismatched } from './documents.js';
import type { Notices } from './notices.js';
import { isUndecided, type VoveSession, type VoveStatus } from './users.js';

/** What the person, the vendor's machine and its reviewer can do to a session. Steps already taken are passed over. */
export class Verifying {
  constructor(
    private readonly disturbances: Disturbances,
    private readonly notices: Notices,
  ) {}

  /** The person has done one step. */
  proceed(session: VoveSession): void {
    if (session.status === 'open') this.move(session, 'in_progress');
  }

  assess(session: VoveSession, verdict: 'successful' | 'suspected' | 'pending'): void {
    requireUndecided(session);
    this.proceed(session);
    this.decide(session, verdict);
  }

  review(session: VoveSession, approved: boolean): void {
    if (session.status !== 'pending')
      throw refusal(409, `nothing to review: the session is ${session.status}`);
    this.decide(session, approved ? 'successful' : 'suspected');
  }

  cancel(session: VoveSession): void {
    requireUndecided(session);
    this.move(session, 'canceled');
  }

  private decide(session: VoveSession, verdict: VoveStatus): void {
    if (verdict === 'suspected') {
      session.reason = String(this.disturbances.strikes('suspected_reason', session.id)?.value ?? mismatched);
    }
    this.move(session, verdict);
    const background = this.disturbances.strikes('aml_event', session.id);
    if (background) this.notices.tellBackgroundCheck(session, String(background.value ?? 'NO_MATCH'));
  }

  private move(session: VoveSession, status: VoveStatus): void {
    session.status = status;
    session.updatedAt = new Date();
    this.notices.tell(session);
  }
}

function requireUndecided(session: VoveSession): void {
  if (!isUndecided(session))
    throw refusal(409, `played to the end already: the session is ${session.status}`);
}
