import { move, tell, type Change } from './change.js';
import type { RoutingRecord, Session } from './session.js';
import { hasEnded, mayGo } from './status.js';

export interface Opened {
  readonly vendorSessionId: string | null;
  readonly handoffExpiresAt: Date;
  /** Whether a process has to hold the vendor's stream. */
  readonly streaming: boolean;
  readonly nextCheckAt: Date | null;
}

/** The vendor has made its session; now the person can be handed over. */
export function opened(session: Session, by: Opened, routing: RoutingRecord, at: Date): Change {
  const moved = move(session, 'pending', at, { attempt: session.attempt });
  // Without a stream nobody needs to hold it; with one, whoever started it goes on to hold it.
  const heldBy = by.streaming ? session.heldBy : null;
  return { ...moved, patch: { ...moved.patch, ...by, heldBy, routing } };
}

/** No provider could start it. */
export function startFailed(session: Session, reason: string, routing: RoutingRecord, at: Date): Change {
  const moved = move(session, 'failed', at, { attempts: routing.attempts }, reason);
  return { ...moved, patch: { ...moved.patch, routing } };
}

/** The next provider is tried. */
export function handedOn(
  session: Session,
  to: { provider: string; accountId: string },
  routing: RoutingRecord,
  at: Date,
): Change {
  const attempt = session.attempt + 1;
  return { patch: { ...to, attempt, routing, startedAt: at, updatedAt: at }, drafts: [] };
}

export function renewed(session: Session, by: Opened, at: Date): Change {
  return {
    patch: { ...by, heldBy: null, updatedAt: at, idleChecks: 0 },
    drafts: [tell(session, 'session.handoff_renewed', { expiresAt: by.handoffExpiresAt.toISOString() })],
  };
}

/** Null: it cannot be cancelled any more. */
export function cancelled(session: Session, reason: string, at: Date): Change | null {
  return mayGo(session.status, 'cancelled') ? move(session, 'cancelled', at, {}, reason) : null;
}

/** The deadline has passed. Who waits for the vendor fails, who waits for the person expires. */
export function overdue(session: Session, at: Date): Change | null {
  if (hasEnded(session.status)) return null;
  switch (session.status) {
    case 'processing':
      return move(session, 'failed', at, {}, 'result_overdue');
    case 'in_review':
      return move(session, 'expired', at, {}, 'review_not_concluded');
    default:
      return move(session, 'expired', at, {}, 'deadline_passed');
  }
}
