import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Verdict } from '../../providers/kit/findings.js';
import type { Change } from './change.js';
import { conclude, refuse } from './conclude.js';
import { overdue } from './lifecycle.js';
import { observe } from './observe.js';
import type { Session } from './session.js';
import { endStatuses, hasEnded, statuses, transitions } from './status.js';
import { anySignal } from './testing/actions.js';
import { aSession } from './testing/session.js';

type Step = (session: Session, at: Date) => Change | null;

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
  it('only a verdict approves or declines', () => {
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 60 }), (signals) => {
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

  it('no step is told twice, and nothing of a vendor word that is not one', () => {
    fc.assert(
      fc.property(fc.array(anySignal, { maxLength: 60 }), (signals) => {
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

  it('of review after the end opens the session again, with a deadline and a check at once', () => {
    const ended = aSession({ status: 'expired', endedAt: at, deadlineAt: null, nextCheckAt: null });
    const review = { ...approved, verdict: { ...approved.verdict, outcome: 'review' } as Verdict };
    const change = conclude(ended, review, at);
    expect(change?.patch).toMatchObject({ status: 'in_review', endedAt: null, nextCheckAt: at });
    expect(change?.patch.deadlineAt).toBeInstanceOf(Date);
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
