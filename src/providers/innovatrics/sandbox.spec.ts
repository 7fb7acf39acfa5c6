import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { controlOf } from '../../sandbox/kit/testing/control.js';
import { startLetterbox, type Letterbox } from '../../sandbox/kit/testing/letterbox.js';
import { startInnovatricsSandbox } from '../../sandbox/innovatrics/index.js';
import type { ProviderError } from '../kit/errors.js';
import { AccountMemories } from '../runtime/account-memory.js';
import { definition } from './definition.js';
import { innovatrics } from './provider.js';
import { wire } from '../kit/testing/context.js';
import { contextOf } from './testing/context.js';
import { refTo, request } from './testing/requests.js';

const jpeg = Buffer.from([0xff, 0xd8, 0xff]);

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

  describe('pictures', () => {
    const signature = { name: 'signature', kind: 'frame', sha256: null } as const;
    const open = (name: string = signature.name) =>
      innovatrics.openMedia!(ctx, refTo(id), { ...signature, name }).then(({ content }) => buffer(content));
    const looks = async () => {
      const answer = await fetch(`${sandbox.url}/_sandbox/calls?method=GET`);
      const { data } = (await answer.json()) as { data: { route: string; status: number }[] };
      return data
        .filter(({ route }) => route.endsWith('/:name'))
        .map(({ route, status }) => `${route.split('/').at(-2)} ${status}`);
    };

    beforeEach(async () => {
      ctx = { ...ctx, memory: new AccountMemories().of('pac_test', '1') };
      await control('play', { session: id, outcome: 'approved' });
    });

    it('of the result can all be opened', async () => {
      const { media } = await innovatrics.collect(ctx, refTo(id));
      expect(media).toHaveLength(5);
      for (const { name } of media) expect((await open(name)).subarray(0, 3)).toEqual(jpeg);
    });

    it.each([
      ['image', ['image 200', 'image 200']],
      ['images', ['image 404', 'images 200', 'images 200']],
    ])('are found where the vendor has them (%s), and there first from then on', async (value, calls) => {
      await control('disturbances', { name: 'images_path', value });
      expect((await open()).subarray(0, 3)).toEqual(jpeg);
      expect((await open('face_cropped')).subarray(0, 3)).toEqual(jpeg);
      expect(await looks()).toEqual(calls);
    });

    it('are looked for again when the vendor has moved them', async () => {
      await control('disturbances', { name: 'images_path', value: 'images', times: 2 });
      await open();
      await control('disturbances', { name: 'images_path', value: 'image' });
      expect((await open()).subarray(0, 3)).toEqual(jpeg);
      expect(await looks()).toEqual(['image 404', 'images 200', 'images 404', 'image 200']);
    });

    it('that are in neither place are not there', async () => {
      await control('disturbances', { name: 'image_missing' });
      await expect(open()).rejects.toMatchObject({ failure: 'not_found' });
    });

    it.each([
      ['results_late', 'not_ready'],
      ['unauthorized', 'unauthorized'],
      ['throttled', 'throttled'],
      ['server_error', 'unavailable'],
      ['connection_reset', 'unavailable'],
    ])('under %s fail as %s', async (name, failure) => {
      await control('disturbances', { name });
      await expect(open()).rejects.toMatchObject({ failure });
    });

    it('that break off do not end as if they were whole', async () => {
      await control('disturbances', { name: 'image_cut_off' });
      await expect(open()).rejects.toMatchObject({ failure: 'unavailable' });
    });

    it('are read as they arrive, and only so far', async () => {
      await control('disturbances', { name: 'large_image', value: 3_000_000, times: 1 });
      expect(await open()).toHaveLength(3_000_000);
      await control('disturbances', { name: 'large_image', value: 26_000_000, times: 1 });
      await expect(open()).rejects.toMatchObject({
        failure: 'malformed',
        details: { cause: 'answer too large' },
      });
    });
  });

  describe('webhooks', () => {
    let letterbox: Letterbox;
    beforeAll(async () => {
      letterbox = await startLetterbox();
      await controlOf(sandbox).sendTo(letterbox.url);
    });
    afterAll(() => letterbox.close());
    beforeEach(() => letterbox.empty());

    const taken = async (count: number) =>
      Promise.all(
        (await letterbox.received(count)).map(async ({ headers, raw }) => {
          const request = { headers: headers as Record<string, string>, body: Buffer.from(raw) };
          try {
            const { deliveryId } = await innovatrics.verifyCallback!(ctx, request);
            return { deliveryId, ...(await innovatrics.readCallback!(ctx, request)) };
          } catch (error) {
            return (error as ProviderError).details.cause;
          }
        }),
      );

    it('are news of the session', async () => {
      await control('play', { session: id, outcome: 'approved' });
      const about = { vendorSessionId: id };
      expect(await taken(3)).toMatchObject([
        { about, vendorStatus: 'SESSION_STARTED', kind: 'news' },
        { about, vendorStatus: 'PENDING', kind: 'news' },
        { about, vendorStatus: 'AUTO_APPROVED', kind: 'news' },
      ]);
    });

    it.each(['webhook_upper_case_id', 'extra_keys'])('under %s are about the same session', async (name) => {
      await control('disturbances', { name });
      await control('play', { session: id, outcome: 'expired' });
      expect(await taken(1)).toMatchObject([{ about: { vendorSessionId: id }, vendorStatus: 'EXPIRED' }]);
    });

    it('that are repeated have the same id', async () => {
      await control('disturbances', { name: 'webhook_duplicated' });
      await control('play', { session: id, outcome: 'expired' });
      const [first, second] = await taken(2);
      expect(first).toEqual(second);
    });

    it('that are badly signed are not believed', async () => {
      await control('disturbances', { name: 'webhook_bad_signature' });
      await control('play', { session: id, outcome: 'expired' });
      expect(await taken(1)).toEqual(['signature']);
    });

    it('may come before the result, which is then not ready', async () => {
      await control('disturbances', { name: 'webhook_early', times: 1 });
      await control('play', { session: id, outcome: 'approved' });
      expect((await taken(3))[2]).toMatchObject({ vendorStatus: 'AUTO_APPROVED' });
      await expect(innovatrics.collect(ctx, refTo(id))).rejects.toMatchObject({ failure: 'not_ready' });
      expect(await innovatrics.collect(ctx, refTo(id))).toMatchObject({ verdict: { outcome: 'approved' } });
    });
  });

  describe('erasure', () => {
    it('leaves nothing, and being asked twice does no harm', async () => {
      await control('play', { session: id, outcome: 'approved' });
      expect(await innovatrics.erase?.(ctx, refTo(id))).toEqual({ outcome: 'confirmed' });
      expect(await innovatrics.check(ctx, refTo(id))).toEqual([]);
      await expect(innovatrics.collect(ctx, refTo(id))).rejects.toMatchObject({ failure: 'not_ready' });
      expect(await innovatrics.erase?.(ctx, refTo(id))).toEqual({ outcome: 'confirmed' });
    });

    it('takes along the session whose place a renewal took', async () => {
      await control('play', { session: id, outcome: 'approved', until: 'in_progress' });
      await control('disturbances', { name: 'initialize_once' });
      const renewed = await innovatrics.renew!(ctx, refTo(id));
      expect(renewed.vendorSessionId).not.toBe(id);
      const ref = { ...refTo(renewed.vendorSessionId), secrets: renewed.secrets };
      await innovatrics.erase?.(ctx, ref);
      expect(await innovatrics.check(ctx, refTo(id))).toEqual([]);
      expect(await innovatrics.check(ctx, ref)).toEqual([]);
    });

    it.each([
      ['unauthorized', 'unauthorized'],
      ['server_error', 'unavailable'],
      ['throttled', 'throttled'],
    ])('under %s is not confirmed', async (name, failure) => {
      // For as long as the call is repeated.
      await control('disturbances', { name });
      await expect(innovatrics.erase!(ctx, refTo(id))).rejects.toMatchObject({ failure });
    });
  });

  it('is refused with wrong credentials', async () => {
    const { settings, credentials } = ctx.account;
    const other = contextOf(http, { settings, credentials: { ...credentials, password: 'wrong' } });
    await expect(innovatrics.check(other, refTo(id))).rejects.toMatchObject({ failure: 'unauthorized' });
  });
});
