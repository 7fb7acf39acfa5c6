import type { ProviderFindings } from '../../providers/kit/findings.js';
import { move, tell, together, type Change } from './change.js';
import type { Decision, Session } from './session.js';
import { mayGo, type SessionStatus } from './status.js';
import { reviewDeadline } from './timing.js';

const statusOf: Readonly<Record<Decision['outcome'], SessionStatus>> = {
  approved: 'approved',
  declined: 'declined',
  review: 'in_review',
};

/** How often a result without proof is fetched again before the session fails. */
const refusalsBeforeFailure = 3;

type Concluded = Pick<ProviderFindings, 'verdict' | 'vendorStatus'>;

/**
 * A proven verdict. The same one again changes nothing; another one becomes a new revision of the
 * decision, also after the session has ended. Only a cancelled session takes none.
 */
export function conclude(session: Session, { verdict, vendorStatus }: Concluded, at: Date): Change | null {
  const { decision: former } = session;
  const status = statusOf[verdict.outcome];
  if (!mayGo(session.status, status)) return null;

  const decision: Decision = {
    ...verdict,
    revision: (former?.revision ?? 0) + 1,
    decidedAt: at.toISOString(),
  };
  const data = {
    decision: { ...decision, reasons: decision.reasons.map(({ code, check }) => ({ code, check })) },
  };
  const superseding = { from: session.status, to: status, revision: decision.revision };
  const late: Change = {
    patch: {},
    drafts: session.endedAt ? [tell(session, 'session.decision_superseded', superseding)] : [],
  };
  const reason = decision.reasons[0]?.code ?? null;
  const moved = move(session, status, at, data, verdict.outcome === 'approved' ? null : reason);
  // One that comes back from its end was asked about no more.
  const waiting =
    status === 'in_review'
      ? { deadlineAt: reviewDeadline(session, at), nextCheckAt: session.nextCheckAt ?? at }
      : {};
  return together(late, moved, { patch: { decision, vendorStatus, ...waiting }, drafts: [] });
}

/**
 * A result whose proof is wrong. It decides nothing: the session waits for a good one, and fails when
 * none comes. Why it was refused is journalled every time.
 */
export function refuse(session: Session, cause: string, at: Date): Change | null {
  if (session.endedAt) return null;
  const refusals = session.refusals + 1;
  const noted: Change = {
    patch: { refusals, updatedAt: at },
    drafts: [tell(session, 'session.provider_status_unknown', { reason: 'result_refused', cause })],
  };
  if (refusals < refusalsBeforeFailure || !mayGo(session.status, 'failed')) return noted;
  return together(noted, move(session, 'failed', at, { cause }, 'result_untrusted'));
}
