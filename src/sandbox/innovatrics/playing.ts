import type { Play, Stage } from '../kit/sandbox.js';
import { refusal } from '../kit/refusal.js';
import type { Enrolling } from './enrolling.js';
import type { Enrolment, Level } from './enrolments.js';

export const innovatricsPlays = ['approved', 'declined', 'review', 'expired', 'abandoned'] as const;

const levels: Partial<Record<Play, Level>> = { approved: 'HIGH', review: 'MEDIUM', declined: 'LOW' };

/** Goes on from where the enrolment stands. */
export function playEnrolment(enrolling: Enrolling, enrolment: Enrolment, play: Play, until: Stage): void {
  if (until === 'opened') return enrolling.open(enrolment);
  if (until !== 'end' || play === 'abandoned') return enrolling.capture(enrolment);
  if (play === 'expired') return enrolling.expire(enrolment);
  const level = levels[play];
  if (level === undefined) throw refusal(422, `this vendor cannot express ${play}`);
  enrolling.assess(enrolment, level);
}
