import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Verdict } from '../../providers/kit/findings.js';
import type { ProviderSignal } from '../../providers/kit/signal.js';
import { outcomes, stepNames } from '../../providers/kit/vocabulary.js';
import type { Change } from './change.js';
import { conclude, refuse } from './conclude.js';
import { cancelled, overdue } from './lifecycle.js';
import { observe } from './observe.js';
import type { Session } from './session.js';
import { endStatuses, hasEnded, mayGo, statuses, transitions } from './status.js';
import { aSession } from './testing/session.js';

type Step = (session: Session, at: Date) => Change | null;

const word = fc.constantFrom('STARTED', 'DONE', 'SOMETHING_NEW', 'line\nbreak', '');
const signal: fc.Arbitrary<ProviderSignal> = fc.oneof(
  fc.record({
    kind: fc.constant('status' as const),
    status: fc.constantFrom('pending', 'in_progress', 'processing', 'expired', 'cancelled'),
    vendorStatus: word,
  }),
  fc.record({ kind: fc.constant('step' as const), step: fc.constantFrom(...stepNames) }),
  fc.record({ kind: fc.constantFrom('concluded' as const, 'unknown' as const), vendorStatus: word }),
);
const verdict: fc.Arbitrary<Verdict> = fc.record({
  outcome: fc.constantFrom(...outcomes),
  decidedBy: fc.constantFrom('provider' as const, 'policy' as const),
  score: fc.option(fc.nat(100)),
  level: fc.option(fc.constantFrom('high' as const, 'medium' as const, 'low' as const)),
  reasons: fc.constant([]),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: signal.map(
      (told): Step =>
        (session, at) =>
          observe(session, told, at),
    ),
  },
  {
    weight: 3,
    arbitrary: verdict.map(
      (found): Step =>
        (session, at) =>
          conclude(session, { verdict: found, vendorStatus: 'DONE' }, at),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Step>((session, at) => refuse(session, 'wrong_audience', at)) },
  { weight: 1, arbitrary: fc.constant<Step>((session, at) => overdue(session, at)) },
  { weight: 1, arbitrary: fc.constant<Step>((session, at) => cancelled(session, 'cancelled_by_app', at)) },
);

/** Every state that the steps lead through, the first included. */
function history(steps: readonly Step[], from = aSession()): Session[] {
  let session = from;
  const states = [session];
  for (const [index, take] of steps.entries()) {
    const change = take(session, new Date(Date.UTC(2026, 0, 1, 0, 0, index)));
    if (!change) continue;
    session = {
      ...session,
      ...change.patch,
      version: session.version + 1,
      lastSeq: session.lastSeq + change.drafts.length,
    };
    states.push(session);
  }
  return states;
}

describe('whatever a vendor signals, in any order and however often', () => {
  const holds = (property: (states: Session[]) => void): void =>
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => property(history(steps))),
      { numRuns: 500 },
    );

  it('a session only goes where the table allows', () => {
    holds((states) => {
      for (const [index, { status }] of states.slice(1).entries()) {
        const before = states[index]?.status;
        expect(before === status || (before !== undefined && mayGo(before, status))).toBe(true);
      }
    });
  });

  it('a cancelled session stays as it is', () => {
    holds((states) => {
      const from = states.findIndex(({ status }) => status === 'cancelled');
      if (from >= 0)
        expect(
          states
            .slice(from)
            .every(({ status, decision }) => status === 'cancelled' && decision === states[from]?.decision),
        ).toBe(true);
    });
  });

  it('decision revisions count up by one, and the status is that of the newest', () => {
    holds((states) => {
      const revisions = states.flatMap(({ decision }) => decision?.revision ?? []);
      for (const [index, revision] of revisions.slice(1).entries()) {
        expect([revisions[index], (revisions[index] ?? 0) + 1]).toContain(revision);
      }
      const last = states.at(-1);
      if (last?.decision && (last.status === 'approved' || last.status === 'declined')) {
        expect(last.decision.outcome).toBe(last.status);
      }
    });
  });

  it('only a verdict approves or declines', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 60 }), (signals) => {
        const states = history(
          signals.map(
            (told): Step =>
              (session, at) =>
                observe(session, told, at),
          ),
        );
        expect(
          states.some(({ status, decision }) => status === 'approved' || status === 'declined' || decision),
        ).toBe(false);
      }),
    );
  });

  it('an ended session asks nobody and falls due at nothing; one that has not ended has a deadline', () => {
    holds((states) => {
      for (const { status, deadlineAt, nextCheckAt, activeSlot, streaming } of states) {
        if (hasEnded(status))
          expect([deadlineAt, nextCheckAt, activeSlot, streaming]).toEqual([null, null, null, false]);
        else expect(deadlineAt).not.toBeNull();
      }
    });
  });

  it('no step is told twice, and nothing of a vendor word that is not one', () => {
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 60 }), (signals) => {
        let session = aSession();
        const drafts = signals.flatMap((told) => {
          const change = observe(session, told, new Date());
          if (change) session = { ...session, ...change.patch };
          return change?.drafts ?? [];
        });
        const steps = drafts
          .filter(({ type }) => type === 'session.step_completed')
          .map(({ data }) => data['step']);
        expect(new Set(steps).size).toBe(steps.length);
        expect(JSON.stringify(drafts)).not.toContain('line');
      }),
    );
  });
});

describe('a verdict', () => {
  const approved = {
    verdict: { outcome: 'approved', decidedBy: 'provider', score: null, level: null, reasons: [] } as Verdict,
    vendorStatus: 'DONE',
  };
  const declined = { ...approved, verdict: { ...approved.verdict, outcome: 'declined' } as Verdict };
  const at = new Date();

  it('that is repeated changes nothing', () => {
    const [, decided] = history([(session) => conclude(session, approved, at)]);
    expect(decided && conclude(decided, approved, at)).toBeNull();
  });

  it('that comes after the session expired still decides, as a revision that is told of', () => {
    const [, , decided] = history([
      (session) => overdue(session, at),
      (session) => conclude(session, approved, at),
    ]);
    expect(decided).toMatchObject({ status: 'approved', decision: { revision: 1 } });
    const change = conclude(aSession({ status: 'expired', endedAt: at }), approved, at);
    expect(change?.drafts.map(({ type }) => type)).toEqual([
      'session.decision_superseded',
      'session.approved',
    ]);
  });

  it('that contradicts an earlier one supersedes it', () => {
    const states = history([
      (session) => conclude(session, approved, at),
      (session) => conclude(session, declined, at),
    ]);
    expect(states.at(-1)).toMatchObject({
      status: 'declined',
      decision: { outcome: 'declined', revision: 2 },
    });
  });

  it('never decides a session whose start is not written down', () => {
    expect(conclude(aSession({ status: 'created' }), approved, at)).toBeNull();
  });
});

describe('a result without proof', () => {
  it('is journalled every time and fails the session at the third', () => {
    const states = history(
      Array.from({ length: 5 }, (): Step => (session, at) => refuse(session, 'wrong_audience', at)),
    );
    expect(states.map(({ status }) => status)).toEqual(['pending', 'pending', 'pending', 'failed']);
    expect(states.at(-1)?.statusReason).toBe('result_untrusted');
  });
});

describe('the transition table', () => {
  it('names every status, and every end is reachable from the start', () => {
    const reached = new Set<string>(['created']);
    for (const from of reached)
      for (const to of transitions[from as keyof typeof transitions]) reached.add(to);
    expect([...reached].sort()).toEqual([...statuses].sort());
    expect(endStatuses.every((status) => reached.has(status))).toBe(true);
  });

  it('leads out of every status that has not ended to an end by deadline', () => {
    for (const status of statuses.filter((each) => !hasEnded(each))) {
      expect(overdue(aSession({ status }), new Date())).not.toBeNull();
    }
  });
});
