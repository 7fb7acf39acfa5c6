import fc from 'fast-check';
import type { Verdict } from '../../../providers/kit/findings.js';
import { reason } from '../../../providers/kit/reasons.js';
import type { ProviderSignal } from '../../../providers/kit/signal.js';
import { outcomes, stepNames } from '../../../providers/kit/vocabulary.js';
import type { Change } from '../change.js';
import { conclude, refuse } from '../conclude.js';
import { cancelled, handedOn, opened, overdue, renewed, startFailed } from '../lifecycle.js';
import { observe } from '../observe.js';
import { rerouted, rerouteObstacle, type NewTurn } from '../reroute.js';
import type { Session } from '../session.js';
import { addSeconds } from '../timing.js';

/** Everything that can happen to a session, as a value that a failing property can print. */
export type Action =
  | { readonly kind: 'signal'; readonly signal: ProviderSignal }
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  | { readonly kind: 'rerouted'; readonly force: boolean }
  | {
      readonly kind: 'opened' | 'startFailed' | 'handedOn' | 'renewed' | 'refused' | 'cancelled' | 'overdue';
    };

const word = fc.constantFrom('STARTED', 'DONE', 'SOMETHING_NEW', 'line\nbreak', '');
export const anySignal: fc.Arbitrary<ProviderSignal> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom('pending', 'in_progress', 'processing', 'expired', 'cancelled'),
    vendorStatus: word,
  }),
  fc.record({ kind: fc.constant('step' as const), step: fc.constantFrom(...stepNames) }),
  fc.record({ kind: fc.constantFrom('concluded' as const, 'unknown' as const), vendorStatus: word }),
);
export const anyVerdict: fc.Arbitrary<Verdict> = fc.record({
  outcome: fc.constantFrom(...outcomes),
  decidedBy: fc.constantFrom('provider' as const, 'policy' as const),
  score: fc.option(fc.nat(100)),
  level: fc.option(fc.constantFrom('high' as const, 'medium' as const, 'low' as const)),
  reasons: fc.constantFrom([], [reason('face_mismatch', 'face_match')], [reason('provider_declined')]),
});
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: anySignal.map((signal) => ({ kind: 'signal' as const, signal })) },
  { weight: 4, arbitrary: anyVerdict.map((verdict) => ({ kind: 'verdict' as const, verdict })) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('opened', 'handedOn', 'renewed', 'refused', 'overdue'),
    }),
  },
  { weight: 1, arbitrary: fc.boolean().map((force) => ({ kind: 'rerouted' as const, force })) },
  // Seldom, since little happens after them.
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('startFailed', 'cancelled') }) },
);

/** In any order, interleaved anyhow, and each up to three times in a row. */
export const anyActions: fc.Arbitrary<Action[]> = fc
  .array(fc.tuple(anyAction, fc.integer({ min: 1, max: 3 })), { maxLength: 40 })
  .map((repeated) => repeated.flatMap(([action, times]) => Array.from({ length: times }, () => action)));

/** What the use cases would do with it: they look at the status before they open, renew, hand on or reroute. */
export function changeBy(session: Session, action: Action, at: Date): Change | null {
  const { status, routing } = session;
  switch (action.kind) {
    case 'signal':
      return observe(session, action.signal, at);
    case 'verdict':
      return conclude(session, { verdict: action.verdict, vendorStatus: 'DONE' }, at);
    case 'refused':
      return refuse(session, 'wrong_audience', at);
    case 'cancelled':
      return cancelled(session, 'cancelled_by_app', at);
    case 'overdue':
      return overdue(session, at);
    case 'opened':
      return status === 'created' ? opened(session, handedOver(at), routing, at) : null;
    case 'startFailed':
      return status === 'created' ? startFailed(session, 'provider_unavailable', routing, at) : null;
    case 'handedOn':
      return status === 'created'
        ? handedOn(session, { provider: 'other', accountId: 'pac_other' }, routing, at)
        : null;
    case 'rerouted':
      return rerouteObstacle(session, action.force, at) === null ? rerouted(session, newTurn(at), at) : null;
    case 'renewed':
      return status === 'pending' || status === 'in_progress' ? renewed(session, handedOver(at), at) : null;
  }
}

function newTurn(at: Date): NewTurn {
  const candidates = [{ provider: 'another', accountId: 'pac_another', verdict: 'usable' as const }];
  return {
    ...handedOver(at),
    ...{ provider: 'another', accountId: 'pac_another', startedAt: at },
    choice: { policyVersion: 1, rule: null, pinned: false, candidates },
    attempts: [{ provider: 'another', outcome: 'started', ms: 1 }],
  };
}

function handedOver(at: Date) {
  return {
    vendorSessionId: `vendor ${at.getTime()}`,
    handoffExpiresAt: addSeconds(at, 1800),
    streaming: true,
    nextCheckAt: addSeconds(at, 15),
  };
}
