import { refusal } from '{{sandboxKit}}/refusal.js';
import type { Play, Stage } from '{{sandboxKit}}/sandbox.js';
import type { Notices } from './notices.js';
import { isUndecided, type Verification, type VerificationStatus } from './verifications.js';

export const {{id}}Plays = ['approved', 'declined', 'review', 'cancelled', 'expired', 'abandoned'] as const;

/** What the person, the vendor's machine and its reviewer can do. Steps already taken are passed over. */
export class Verifying {
  constructor(private readonly notices: Notices) {}

  /** Goes on from where the verification stands. */
  play(verification: Verification, play: Play, until: Stage): void {
    requireUndecided(verification);
    this.start(verification);
    if (play === 'abandoned' || until === 'opened' || until === 'in_progress') return;
    if (play === 'cancelled' || play === 'expired') {
      if (until === 'end') this.move(verification, play);
      return;
    }
    if (verification.status === 'started') this.move(verification, 'submitted');
    if (until === 'end') this.move(verification, play);
  }

  /** The person has opened the link. */
  start(verification: Verification): void {
    if (verification.status === 'created') this.move(verification, 'started');
  }

  review(verification: Verification, outcome: 'approved' | 'declined'): void {
    if (verification.status !== 'review') throw refusal(409, `nothing to review: it is ${verification.status}`);
    this.move(verification, outcome);
  }

  cancel(verification: Verification): void {
    if (isUndecided(verification)) this.move(verification, 'cancelled');
  }

  private move(verification: Verification, status: VerificationStatus): void {
    verification.status = status;
    this.notices.tell(verification);
  }
}

function requireUndecided(verification: Verification): void {
  if (!isUndecided(verification)) {
    throw refusal(409, `played to the end already: it is ${verification.status}`);
  }
}
