import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startInnovatricsSandbox } from '../../sandbox/innovatrics/index.js';
import { definition } from './definition.js';
import { innovatrics } from './provider.js';
import { wire } from '../kit/testing/context.js';
import { contextOf } from './testing/context.js';
import { refTo, request } from './testing/requests.js';

type Sandbox = Awaited<ReturnType<typeof startInnovatricsSandbox>>;

describe('innovatrics over the wire', () => {
  const { http, close } = wire();
  let sandbox: Sandbox;
  let ctx: ReturnType<typeof contextOf>;
  let id: string;

  beforeAll(async () => {
    sandbox = await startInnovatricsSandbox({});
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
    id = randomUUID();
    const started = await innovatrics.start(ctx, {
      ...request,
      startId: id,
      returnUrl: 'https://app.example/done',
    });
    expect(started).toMatchObject({ vendorSessionId: id, handoff: { kind: 'redirect' } });
  });

  async function control(path: string, body?: object): Promise<void> {
    const answer = await fetch(`${sandbox.url}/_sandbox/${path}`, {
      method: 'POST',
      ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`sandbox: ${path} answered ${answer.status}`);
  }

  it('has no result before the person has been there', async () => {
    await expect(innovatrics.collect(ctx, refTo(id))).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it.each([
    ['approved', 'approved'],
    ['declined', 'declined'],
    ['review', 'review'],
  ])('brings the outcome %s', async (outcome, verdict) => {
    await control('play', { session: id, outcome });
    expect(await innovatrics.check(ctx, refTo(id))).toMatchObject([{ kind: 'concluded' }]);
    const findings = await innovatrics.collect(ctx, refTo(id));
    expect(findings).toMatchObject({ verdict: { outcome: verdict }, documents: [{ type: 'identity_card' }] });
    expect(findings.person.dateOfBirth).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(findings.verdict.reasons.length > 0).toBe(verdict !== 'approved');
    expect(findings.media.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['document_front', 'selfie']),
    );
  });

  it('tells that a session has expired', async () => {
    await control('play', { session: id, outcome: 'expired' });
    expect(await innovatrics.check(ctx, refTo(id))).toMatchObject([{ kind: 'status', status: 'expired' }]);
  });

  it('brings the manual decision after the review', async () => {
    await control('play', { session: id, outcome: 'review' });
    await control('resolve', { session: id, outcome: 'approved' });
    expect(await innovatrics.collect(ctx, refTo(id))).toMatchObject({
      vendorStatus: 'MANUAL_APPROVED',
      verdict: { outcome: 'approved' },
    });
  });

  it('renews the link of a session that goes on', async () => {
    await control('play', { session: id, outcome: 'approved', until: 'opened' });
    expect(await innovatrics.renew?.(ctx, refTo(id))).toMatchObject({ handoff: { kind: 'redirect' } });
  });

  it('is refused with wrong credentials', async () => {
    const { settings, credentials } = ctx.account;
    const other = contextOf(http, { settings, credentials: { ...credentials, password: 'wrong' } });
    await expect(innovatrics.check(other, refTo(id))).rejects.toMatchObject({ failure: 'unauthorized' });
  });
});
