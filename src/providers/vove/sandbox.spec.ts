import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startVoveSandbox } from '../../sandbox/vove/index.js';
import type { ProviderSessionRef, Started } from '../kit/start.js';
import { definition, type Flow } from './definition.js';
import { vove } from './provider.js';
import { wire } from '../kit/testing/context.js';
import { contextOf } from './testing/context.js';
import { request } from './testing/requests.js';

type Sandbox = Awaited<ReturnType<typeof startVoveSandbox>>;

describe('vove over the wire', () => {
  const { http, close } = wire();
  let sandbox: Sandbox;
  let ctx: ReturnType<typeof contextOf>;
  let started: Started;
  let ref: ProviderSessionRef<Flow>;

  beforeAll(async () => {
    sandbox = await startVoveSandbox({});
    ctx = contextOf(http, {
      settings: definition.settings.parse(sandbox.account.settings),
      credentials: definition.credentials.parse(sandbox.account.credentials),
    });
  });
  afterAll(async () => {
    await close();
    await sandbox.close();
  });
  beforeEach(async () => {
    await control('reset');
    [ref, started] = await begin(randomUUID(), false);
  });

  async function begin(refId: string, forceCreation: boolean): Promise<[ProviderSessionRef<Flow>, Started]> {
    const startedAt = new Date();
    const asked = { ...request, refId, forceCreation };
    const answer = await vove.start(ctx, asked);
    return [{ vendorSessionId: answer.vendorSessionId, secrets: {}, startedAt, request: asked }, answer];
  }

  async function control(path: string, body?: object): Promise<void> {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`sandbox: ${path} answered ${answer.status}`);
  }

  const play = (outcome: string, until?: string) =>
    control('play', { session: started.vendorSessionId, outcome, ...(until && { until }) });

  it('has no result before the person has been there', async () => {
    await expect(vove.collect(ctx, ref)).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it.each([
    ['approved', 'approved'],
    ['declined', 'declined'],
    ['review', 'review'],
  ])('brings the outcome %s', async (outcome, verdict) => {
    await play(outcome);
    expect(await vove.check(ctx, ref)).toMatchObject([{ kind: 'concluded' }]);
    expect(await vove.collect(ctx, ref)).toMatchObject({
      verdict: { outcome: verdict, decidedBy: 'provider' },
    });
  });

  it('tells the person and the document', async () => {
    await play('approved');
    const { person, documents } = await vove.collect(ctx, ref);
    expect(person.dateOfBirth).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(documents[0]).toMatchObject({ mrz: { valid: true } });
  });

  it('brings the manual decision after the review', async () => {
    await play('review');
    await control('resolve', { session: started.vendorSessionId, outcome: 'approved' });
    expect(await vove.collect(ctx, ref)).toMatchObject({ verdict: { outcome: 'approved' } });
  });

  it('renews the token of the same session', async () => {
    await play('approved', 'in_progress');
    expect(await vove.check(ctx, ref)).toMatchObject([{ kind: 'status', status: 'in_progress' }]);
    expect((await vove.renew?.(ctx, ref))?.vendorSessionId).toBe(started.vendorSessionId);
  });

  it('does not decide a session by the verdict of an earlier one', async () => {
    await play('declined');
    const [second] = await begin(ref.request.refId, true);
    expect(second.vendorSessionId).not.toBe(ref.vendorSessionId);
    expect(await vove.check(ctx, ref)).toEqual([]);
    await expect(vove.collect(ctx, second)).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it('is refused with a wrong key', async () => {
    const other = contextOf(http, { settings: ctx.account.settings, credentials: { apiKey: 'wrong' } });
    await expect(vove.check(other, ref)).rejects.toMatchObject({ failure: 'unauthorized' });
  });
});
