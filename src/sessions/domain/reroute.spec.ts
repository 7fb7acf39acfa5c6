import { describe, expect, it } from '@jest/globals';
import { addSeconds } from './timing.js';
import {
  mostAttempts,
  providersLeft,
  rerouted,
  rerouteFailed,
  rerouteObstacle,
  type NewTurn,
} from './reroute.js';
import type { Attempt } from './session.js';
import { statuses, type SessionStatus } from './status.js';
import { aSession } from './testing/session.js';

const at = new Date('2026-01-01T12:00:00Z');
const expiresAt = addSeconds(at, 60);

const attempt = (provider: string, outcome: Attempt['outcome']): Attempt => ({ provider, outcome, ms: 1 });
const choice = (provider: string) => ({
  policyVersion: 1,
  rule: null,
  pinned: false,
  candidates: [{ provider, accountId: `pac_${provider}`, verdict: 'usable' as const }],
});

function turnAt(provider: string, ...attempts: Attempt[]): NewTurn {
  return {
    ...{ provider, accountId: `pac_${provider}`, vendorSessionId: null, startedAt: at },
    ...{ handoffExpiresAt: expiresAt, streaming: false, nextCheckAt: at },
    choice: choice(provider),
    attempts,
  };
}

describe('a session can go to another provider', () => {
  const open = (force: boolean) =>
    statuses.filter((status) => rerouteObstacle(aSession({ status, expiresAt }), force, at) === null);

  it('while it is pending', () => {
    expect(open(false)).toEqual(['pending']);
  });

  it('by force also when the person has begun or is done, but not from a verdict, the start or the end', () => {
    expect(open(true)).toEqual(['pending', 'in_progress', 'processing']);
  });

  it('as long as there is anything left of its time', () => {
    const inTime = aSession({ status: 'processing', expiresAt: addSeconds(at, 1) });
    expect(rerouteObstacle(inTime, true, at)).toBeNull();
    expect(rerouteObstacle({ ...inTime, expiresAt: at }, true, at)).toBe('time_is_up');
  });

  it('until it has been tried so often that it cannot be meant well', () => {
    const tried = (times: number) => {
      const attempts = Array.from({ length: times }, () => attempt('uqudo', 'started'));
      const session = aSession({ status: 'pending', expiresAt });
      return rerouteObstacle({ ...session, routing: { ...session.routing, attempts } }, true, at);
    };
    expect(tried(mostAttempts - 1)).toBeNull();
    expect(tried(mostAttempts)).toBe('too_often');
  });

  it.each<[SessionStatus, string]>([
    ['in_progress', 'already_begun'],
    ['in_review', 'not_open'],
    ['approved', 'not_open'],
  ])('from %s says why not', (status, obstacle) => {
    expect(rerouteObstacle(aSession({ status, expiresAt }), false, at)).toBe(obstacle);
  });
});

describe('a rerouted session', () => {
  it('begins anew, with the deadline of its own life again', () => {
    const session = aSession({
      ...{ status: 'processing', expiresAt, deadlineAt: addSeconds(at, 86_400), vendorStatus: 'DONE' },
      ...{ progress: [{ step: 'document', status: 'completed', at: at.toISOString() }] },
      ...{ refusals: 2, idleChecks: 3, streaming: true, heldBy: 'ins_1' },
    });
    const { patch, drafts } = rerouted(session, turnAt('other', attempt('other', 'started')), at);
    expect({ ...session, ...patch }).toMatchObject({
      ...{ status: 'pending', attempt: 2, provider: 'other', accountId: 'pac_other', startedAt: at },
      ...{ progress: [], refusals: 0, idleChecks: 0, vendorStatus: null, streaming: false, heldBy: null },
      ...{ deadlineAt: expiresAt, expiresAt, createdAt: session.createdAt, activeSlot: session.activeSlot },
    });
    const data = { from: 'acme', to: 'other', attempt: 2 };
    expect(drafts).toEqual([{ type: 'session.rerouted', data, status: 'pending', provider: 'other' }]);
  });

  it('remembers every choice and every attempt, in their order', () => {
    let session = aSession({
      expiresAt,
      routing: { ...choice('acme'), attempts: [attempt('acme', 'started')] },
    });
    session = { ...session, ...rerouteFailed(session, [attempt('down', 'timeout')]).patch };
    session = { ...session, ...rerouted(session, turnAt('b', attempt('b', 'started')), at).patch };
    const again = [attempt('down', 'unavailable'), attempt('c', 'started')];
    session = { ...session, ...rerouted(session, turnAt('c', ...again), at).patch };
    expect(session.routing).toEqual({
      ...choice('c'),
      attempts: [attempt('acme', 'started'), attempt('down', 'timeout'), attempt('b', 'started'), ...again],
      former: [choice('acme'), choice('b')],
    });
    // One that never started it may be tried again.
    expect(providersLeft(session)).toEqual(new Set(['acme', 'b', 'c']));
  });
});
