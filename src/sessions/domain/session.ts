import type { Mode } from '../../access/api-key.js';
import type { Reason } from '../../providers/kit/reasons.js';
import type { Level, Outcome, StepName } from '../../providers/kit/vocabulary.js';
import type { Choice } from '../../routing/choose.js';
import type { SessionStatus } from './status.js';

/** One verification of one person. What is personal or secret about it is kept sealed, apart from this. */
export interface Session {
  readonly id: string;
  readonly tenantId: string;
  readonly mode: Mode;
  /** The app's id of the person. */
  readonly refId: string;
  readonly externalId: string | null;
  readonly flow: string;
  readonly provider: string;
  readonly accountId: string;
  /** 1 for the first provider that was tried. */
  readonly attempt: number;
  readonly status: SessionStatus;
  readonly statusReason: string | null;
  readonly country: string | null;
  readonly documentType: string | null;
  readonly locale: string | null;
  readonly returnUrl: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly progress: readonly Step[];
  readonly decision: Decision | null;
  readonly routing: RoutingRecord;
  readonly vendorSessionId: string | null;
  /** The vendor's newest status word. */
  readonly vendorStatus: string | null;
  readonly handoffExpiresAt: Date | null;
  readonly activeSlot: string | null;
  readonly lastSeq: number;
  /** Counts every write: the guard against two changes at once. */
  readonly version: number;
  readonly deadlineAt: Date | null;
  readonly nextCheckAt: Date | null;
  readonly idleChecks: number;
  readonly refusals: number;
  readonly streaming: boolean;
  readonly heldBy: string | null;
  readonly createdAt: Date;
  /** When the turn of the present provider began. */
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
}

export interface Step {
  readonly step: StepName;
  readonly status: 'completed';
  /** RFC 3339. */
  readonly at: string;
}

export interface Decision {
  readonly outcome: Outcome;
  /** 1 for the first verdict; each later one that differs counts up. */
  readonly revision: number;
  readonly decidedBy: 'provider' | 'policy';
  readonly score: number | null;
  readonly level: Level | null;
  readonly reasons: readonly Reason[];
  /** RFC 3339. */
  readonly decidedAt: string;
}

/** The choice that led to the present provider, and every try to start at one. */
export interface RoutingRecord extends Choice {
  readonly attempts: readonly Attempt[];
  /** The choices before it, oldest first, where the session was rerouted. */
  readonly former?: readonly Choice[];
}

/** How a start can fail. */
export const failedStarts = ['rejected', 'malformed', 'unavailable', 'timeout'] as const;
export type FailedStart = (typeof failedStarts)[number];

/** One try to start at one provider. */
export interface Attempt {
  readonly provider: string;
  readonly outcome: 'started' | FailedStart;
  readonly ms: number;
  /** The first answer was lost, and the provider was asked once more. */
  readonly repeated?: true;
}

export interface FailedAttempt extends Attempt {
  readonly outcome: FailedStart;
}
