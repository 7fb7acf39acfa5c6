import type { Choice } from '../../routing/choose.js';
import type { Change } from './change.js';
import type { Opened } from './lifecycle.js';
import type { Attempt, RoutingRecord, Session } from './session.js';

/** Why a session cannot go to another provider now. */
export type RerouteObstacle = 'not_open' | 'already_begun' | 'time_is_up' | 'too_often';

/** More than anybody needs who means well; each stands in the record of the session, and at a vendor. */
export const mostAttempts = 20;

/** While nobody has begun; with `force` also afterwards, until there is a verdict. Null: it can. */
export function rerouteObstacle(session: Session, force: boolean, at: Date): RerouteObstacle | null {
  switch (session.status) {
    case 'pending':
      break;
    case 'in_progress':
    case 'processing':
      if (!force) return 'already_begun';
      break;
    default:
      return 'not_open';
  }
  // Who waits for the vendor may have outlived it.
  if (session.expiresAt <= at) return 'time_is_up';
  return session.routing.attempts.length < mostAttempts ? null : 'too_often';
}

/** Where a session goes, and how it got there. */
export interface NewTurn extends Opened {
  readonly provider: string;
  readonly accountId: string;
  readonly startedAt: Date;
  readonly choice: Choice;
  /** Those that failed first, and the one that started it. */
  readonly attempts: readonly Attempt[];
}

/**
 * The session begins anew at another provider: the one way back that there is. What the person has done at the
 * former one counts no more; how long the session lives stays as it was.
 */
export function rerouted(session: Session, { choice, attempts, ...turn }: NewTurn, at: Date): Change {
  const attempt = session.attempt + 1;
  const { attempts: earlier, former = [], ...left } = session.routing;
  return {
    patch: {
      ...turn,
      attempt,
      routing: { ...choice, attempts: [...earlier, ...attempts], former: [...former, left] },
      status: 'pending',
      statusReason: null,
      progress: [],
      vendorStatus: null,
      idleChecks: 0,
      refusals: 0,
      heldBy: null,
      deadlineAt: session.expiresAt,
      updatedAt: at,
    },
    drafts: [
      {
        type: 'session.rerouted',
        data: { from: session.provider, to: turn.provider, attempt },
        status: 'pending',
        provider: turn.provider,
      },
    ],
  };
}

/** Nobody else could start it: it stays where it is, and remembers who was tried. */
export function rerouteFailed({ routing }: Session, attempts: readonly Attempt[]): Change {
  const record: RoutingRecord = { ...routing, attempts: [...routing.attempts, ...attempts] };
  return { patch: { routing: record }, drafts: [] };
}

/** The providers that the session is or has been at. */
export function providersLeft({ provider, routing }: Session): Set<string> {
  const started = routing.attempts.filter(({ outcome }) => outcome === 'started');
  return new Set([provider, ...started.map((attempt) => attempt.provider)]);
}
