import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { Answer, Api } from '../harness/api.js';
import { eventually } from '../harness/eventually.js';
import { typesOf, watch, type SeenSession } from '../harness/session-watch.js';
import { takeoverMs, type World } from '../harness/world.js';

export interface Wanted {
  readonly vendor: string;
  readonly refId: string;
  /** Null: created without one. */
  readonly key: string | null;
}

export function wanted(vendor: string, withKey: boolean): Wanted {
  return { vendor, refId: `person-${randomUUID()}`, key: withKey ? `order-${randomUUID()}` : null };
}

export function create(app: Api, { vendor, refId, key }: Wanted): Promise<Answer> {
  const headers: Record<string, string> = key === null ? {} : { 'idempotency-key': key };
  return app.post('/v1/sessions', { provider: vendor, refId }, headers);
}

/** Repeats the request as long as another process may still be at work on it. */
export function repeat(app: Api, request: Wanted): Promise<Answer> {
  return eventually(
    () => create(app, request),
    ({ body }) => body.code !== 'idempotency_in_progress',
    takeoverMs,
  );
}

export async function sessionsOf(app: Api, { refId }: Wanted): Promise<SeenSession[]> {
  return (await app.get(`/v1/sessions?refId=${refId}`)).body.data;
}

/** The one decision, however often the process died on the way to it. */
export async function expectDecidedOnce(app: Api, id: string, outcome = 'approved'): Promise<void> {
  const seen = watch(app, id);
  const session = await seen.until(outcome, takeoverMs);
  const history = await seen.history();
  expect(session).toMatchObject({ decision: { outcome, revision: 1 }, lastSeq: history.length });
  const types = typesOf(history);
  expect(types.filter((type) => type === outcome)).toHaveLength(1);
  expect(types).not.toContain('decision_superseded');
  expect((await seen.result()).body).toMatchObject({ sessionId: id, decision: { outcome, revision: 1 } });
}

export async function playedToApproved(
  world: World,
  app: Api,
  vendor: string,
  session: SeenSession,
): Promise<void> {
  await world.control(vendor).play(session.handoff ?? {}, 'approved');
  await expectDecidedOnce(app, session.id);
}
