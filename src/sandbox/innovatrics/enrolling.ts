import type { Disturbances } from '../kit/disturbances.js';
import { refusal } from '../kit/refusal.js';
import { isUndecided, type Enrolment, type EnrolmentStatus, type Level } from './enrolments.js';
import type { Notices } from './notices.js';

const verdicts: Readonly<Record<Level, EnrolmentStatus>> = {
  HIGH: 'AUTO_APPROVED',
  MEDIUM: 'WAITING_FOR_MANUAL_APPROVE',
  LOW: 'AUTO_REJECTED',
};

/** What the person, the vendor's machine and its reviewer can do to an enrolment. Steps already taken are passed over. */
export class Enrolling {
  constructor(
    private readonly disturbances: Disturbances,
    private readonly notices: Notices,
  ) {}

  open(enrolment: Enrolment): void {
    if (enrolment.status === 'SESSION_INITIALIZED') this.move(enrolment, 'SESSION_STARTED');
  }

  /** The person has taken pictures. To the vendor it is all the same whether they are still at it or have returned. */
  capture(enrolment: Enrolment): void {
    this.open(enrolment);
    if (enrolment.status === 'SESSION_STARTED') this.move(enrolment, 'PENDING');
  }

  assess(enrolment: Enrolment, level: Level): void {
    requireUndecided(enrolment);
    this.capture(enrolment);
    enrolment.level = level;
    enrolment.othersDocument = Boolean(this.disturbances.strikes('applicant_mismatch', enrolment.id));
    this.decide(enrolment, verdicts[level]);
  }

  review(enrolment: Enrolment, approved: boolean): void {
    if (enrolment.status !== 'WAITING_FOR_MANUAL_APPROVE') {
      throw refusal(409, `nothing to review: the session is ${enrolment.status}`);
    }
    this.decide(enrolment, approved ? 'MANUAL_APPROVED' : 'MANUAL_REJECTED');
  }

  expire(enrolment: Enrolment): void {
    requireUndecided(enrolment);
    this.move(enrolment, 'EXPIRED');
  }

  /** Counts a status read; the last veiled one brings the verdict to light. */
  statusFor(enrolment: Enrolment): EnrolmentStatus {
    if (enrolment.veiledReads === 0) return enrolment.status;
    enrolment.veiledReads -= 1;
    if (enrolment.veiledReads === 0 && enrolment.tellWhenUnveiled) this.notices.tell(enrolment);
    return 'PENDING';
  }

  private decide(enrolment: Enrolment, status: EnrolmentStatus): void {
    const late = this.disturbances.strikes('long_pending', enrolment.id);
    const early = late ? undefined : this.disturbances.strikes('webhook_early', enrolment.id);
    enrolment.veiledReads = late ? Number(late.value ?? 3) : early ? Number(early.value ?? 1) : 0;
    enrolment.tellWhenUnveiled = late !== undefined;
    enrolment.status = status;
    if (!late) this.notices.tell(enrolment);
  }

  private move(enrolment: Enrolment, status: EnrolmentStatus): void {
    enrolment.status = status;
    this.notices.tell(enrolment);
  }
}

function requireUndecided(enrolment: Enrolment): void {
  if (!isUndecided(enrolment))
    throw refusal(409, `played to the end already: the session is ${enrolment.status}`);
}
