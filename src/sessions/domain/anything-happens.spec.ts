import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Draft } from '../../journal/entry.js';
import { changeBy, anyActions, anySignal, anyVerdict, type Action } from './testing/actions.js';
import { conclude } from './conclude.js';
import { observe } from './observe.js';
import type { Session } from './session.js';
import { hasEnded, mayGo, statuses } from './status.js';
import { aSession } from './testing/session.js';
import { vendorSessionOf } from './vendor-session.js';

const seed = Number(process.env['PROPERTY_SEED'] ?? randomInt(2 ** 31));
const numRuns = 1000;

interface Moment {
  readonly before: Session;
  readonly action: Action;
  readonly after: Session;
  readonly drafts: readonly Draft[];
}

/** Everything that happens to a session that is just written down. */
function lifeOf(actions: readonly Action[]): Moment[] {
  let session = aSession({
    status: 'created',
    vendorSessionId: null,
    nextCheckAt: null,
    heldBy: 'ins_1',
    lastSeq: 1,
    version: 1,
    expiresAt: new Date(Date.UTC(2026, 0, 1, 0, 1)),
  });
  return actions.map((action, index) => {
    const before = session;
    const change = changeBy(before, action, new Date(Date.UTC(2026, 0, 1, 0, 0, index)));
    if (change) {
      const { version, lastSeq } = before;
      session = { ...before, ...change.patch, version: version + 1, lastSeq: lastSeq + change.drafts.length };
    }
    return { before, action, after: session, drafts: change?.drafts ?? [] };
  });
}

function holds(property: (life: readonly Moment[]) => void): void {
  fc.assert(
    fc.property(anyActions, (actions) => property(lifeOf(actions))),
    { seed, numRuns },
  );
}

/** Verdicts decide unless nobody waits for one: before the start and after the app has given the session up. */
function heard({ before, action }: Moment): boolean {
  return action.kind === 'verdict' && before.status !== 'created' && before.status !== 'cancelled';
}

describe(`whatever happens, in any order and with any repetition (seed ${seed})`, () => {
  it('a session goes only where the table allows, but for a reroute, and its history tells of each step', () => {
    holds((life) => {
      for (const { before, after, action, drafts } of life) {
        const told = drafts.map(({ type }) => type);
        if (before.status === after.status || action.kind === 'rerouted') continue;
        expect(mayGo(before.status, after.status)).toBe(true);
        expect(told).toContain(`session.${after.status}`);
      }
    });
  });

  it('no verdict is lost: the newest is in force, and a cancelled session keeps what it had', () => {
    holds((life) => {
      let newest: string | null = null;
      for (const moment of life) {
        if (heard(moment) && moment.action.kind === 'verdict') newest = moment.action.verdict.outcome;
        const { decision, status } = moment.after;
        expect(decision?.outcome ?? null).toBe(newest);
        if (newest === 'approved' || newest === 'declined') expect([newest, 'cancelled']).toContain(status);
      }
    });
  });

  it('one decision is in force: each revision is told once, they count 1, 2, 3 …, and the last is the session’s', () => {
    holds((life) => {
      const told = life
        .flatMap(({ drafts }) => drafts)
        .flatMap(({ data }) => (data['decision'] as { revision: number } | undefined)?.revision ?? []);
      expect(told).toEqual(told.map((_, index) => index + 1));
      expect(life.at(-1)?.after.decision?.revision ?? 0).toBe(told.length);
    });
  });

  it('a reroute is told of, and begins anew at another vendor what has not ended and has no verdict', () => {
    holds((life) => {
      for (const { before, after, action, drafts } of life) {
        if (action.kind !== 'rerouted' || after === before) continue;
        expect(drafts.map(({ type }) => type)).toEqual(['session.rerouted']);
        expect(action.force ? ['pending', 'in_progress', 'processing'] : ['pending']).toContain(
          before.status,
        );
        expect(after).toMatchObject({
          ...{
            status: 'pending',
            attempt: before.attempt + 1,
            progress: [],
            vendorStatus: null,
            refusals: 0,
          },
          ...{ expiresAt: before.expiresAt, deadlineAt: before.expiresAt, activeSlot: before.activeSlot },
        });
        expect(vendorSessionOf(after)).not.toBe(vendorSessionOf(before));
        expect(after.routing.former).toHaveLength((before.routing.former?.length ?? 0) + 1);
        expect(after.routing.attempts.slice(0, -1)).toEqual(before.routing.attempts);
      }
    });
  });

  it('nothing but a verdict approves, declines or sends to review', () => {
    holds((life) => {
      for (const { before, after, action } of life) {
        if (action.kind !== 'verdict') expect(after.decision).toBe(before.decision);
      }
    });
  });

  it('a verdict after the end is told of as superseding', () => {
    holds((life) => {
      for (const { before, action, drafts } of life) {
        if (action.kind !== 'verdict' || !before.endedAt || drafts.length === 0) continue;
        expect(drafts[0]?.type).toBe('session.decision_superseded');
      }
    });
  });

  it('a session that goes on has a deadline and, once it is at its vendor, a next check; one that has ended has neither', () => {
    holds((life) => {
      for (const { after } of life) {
        const { status, deadlineAt, nextCheckAt, activeSlot, streaming, endedAt } = after;
        if (hasEnded(status)) {
          expect([deadlineAt, nextCheckAt, activeSlot, streaming]).toEqual([null, null, null, false]);
          expect(endedAt).not.toBeNull();
          continue;
        }
        expect(endedAt).toBeNull();
        expect(deadlineAt).not.toBeNull();
        if (status !== 'created') expect(nextCheckAt).not.toBeNull();
      }
    });
  });

  it('a cancelled session stays as it is', () => {
    holds((life) => {
      for (const { before, after } of life) if (before.status === 'cancelled') expect(after).toBe(before);
    });
  });

  it('whatever changes the session is told of, but for the next provider’s turn', () => {
    holds((life) => {
      for (const { before, after, action, drafts } of life) {
        if (after !== before && action.kind !== 'handedOn') expect(drafts.length).toBeGreaterThan(0);
      }
    });
  });
});

describe(`said twice is said once (seed ${seed})`, () => {
  const anySession = fc.record({
    status: fc.constantFrom(...statuses.filter((status) => status !== 'created')),
  });
  const at = new Date('2026-01-01T12:00:00Z');

  it('a signal', () => {
    fc.assert(
      fc.property(anySession, anySignal, (fields, signal) => {
        const session = aSession({ ...fields, endedAt: hasEnded(fields.status) ? at : null });
        const first = observe(session, signal, at);
        expect(observe({ ...session, ...first?.patch }, signal, at)).toBeNull();
      }),
      { seed, numRuns },
    );
  });

  it('a verdict, also when its score or its reasons have changed: the outcome counts', () => {
    fc.assert(
      fc.property(anySession, anyVerdict, anyVerdict, (fields, one, other) => {
        const session = aSession({ ...fields, endedAt: hasEnded(fields.status) ? at : null });
        const first = conclude(session, { verdict: one, vendorStatus: 'DONE' }, at);
        const again = { verdict: { ...other, outcome: one.outcome }, vendorStatus: 'DONE' };
        expect(conclude({ ...session, ...first?.patch }, again, at)).toBeNull();
      }),
      { seed, numRuns },
    );
  });
});
