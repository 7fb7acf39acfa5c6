import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { picture } from '../../sandbox/kit/picture.js';
import { controlOf } from '../../sandbox/kit/testing/control.js';
import { startLetterbox, type Letterbox } from '../../sandbox/kit/testing/letterbox.js';
import { startVoveSandbox } from '../../sandbox/vove/index.js';
import type { ProviderError } from '../kit/errors.js';
import type { ProviderSessionRef, Started } from '../kit/start.js';
import { definition, type Flow } from './definition.js';
import { vove } from './provider.js';
import { wire } from '../kit/testing/context.js';
import { contextOf } from './testing/context.js';
import { request } from './testing/requests.js';

const jpeg = Buffer.from([0xff, 0xd8, 0xff]);

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

  describe('pictures', () => {
    const named = (name: string) => ({ name, kind: 'frame', sha256: null }) as const;
    const open = (name: string, of = ref) =>
      vove.openMedia!(ctx, of, named(name)).then(({ content }) => buffer(content));

    it('of the result can all be opened, and are what the vendor has', async () => {
      await play('approved');
      const { media } = await vove.collect(ctx, ref);
      expect(media.map(({ name }) => name)).toContain('ID_DOCUMENT.backCropped');
      for (const { name } of media) {
        const label = `${ref.vendorSessionId} ${name.replace('.', ' ')}`;
        expect((await open(name)).equals(picture(label))).toBe(true);
      }
    });

    it.each(['data_url_pictures', 'step_last', 'extra_keys'])('are read under %s', async (name) => {
      await play('approved');
      await control('disturbances', { name });
      expect((await open('ID_DOCUMENT.back')).subarray(0, 3)).toEqual(jpeg);
      expect((await open('selfie')).subarray(0, 3)).toEqual(jpeg);
    });

    it('are read as they arrive, and no further than the wanted one goes', async () => {
      await play('approved');
      await control('disturbances', { name: 'large_pictures', value: 4_000_000 });
      const { content } = await vove.openMedia!(ctx, ref, named('ID_DOCUMENT.front'));
      let bytes = 0;
      let largest = 0;
      for await (const part of content as AsyncIterable<Buffer>) {
        bytes += part.length;
        largest = Math.max(largest, part.length);
      }
      expect(bytes).toBe(4_000_000);
      expect(largest).toBeLessThan(100_000);
    });

    it('that are not there are not found', async () => {
      await play('approved');
      await control('disturbances', { name: 'picture_missing', value: 'photo' });
      for (const name of ['ID_DOCUMENT.photo', 'DRIVER_LICENSE.front', 'ID_DOCUMENT.stepId', 'unheard_of']) {
        await expect(open(name)).rejects.toMatchObject({ failure: 'not_found' });
      }
      const nobody = { ...ref, request: { ...ref.request, refId: randomUUID() } };
      await expect(open('selfie', nobody)).rejects.toMatchObject({ failure: 'not_found' });
    });

    it('may still come while there is no verdict', async () => {
      await play('approved', 'in_progress');
      await expect(open('selfie')).rejects.toMatchObject({ failure: 'not_ready' });
    });

    it('of a later session of the same person are not taken for this one’s', async () => {
      await play('approved');
      const [second] = await begin(ref.request.refId, true);
      await control('play', { session: second.vendorSessionId, outcome: 'approved' });
      await expect(open('selfie')).rejects.toMatchObject({ failure: 'not_found' });
      expect((await open('selfie', second)).subarray(0, 3)).toEqual(jpeg);
    });

    it('that break off do not end as if they were whole', async () => {
      await play('approved');
      await control('disturbances', { name: 'large_pictures', value: 300_000 });
      await control('disturbances', { name: 'pictures_cut_off', times: 1 });
      await expect(open('ID_DOCUMENT.photo')).rejects.toMatchObject({ failure: 'unavailable' });
      await control('disturbances', { name: 'malformed', times: 2 });
      await expect(open('ID_DOCUMENT.backCropped')).rejects.toMatchObject({ failure: 'malformed' });
    });

    it.each([
      ['unauthorized', 'unauthorized'],
      ['throttled', 'throttled'],
      ['server_error', 'unavailable'],
      ['connection_reset', 'unavailable'],
    ])('under %s fail as %s', async (name, failure) => {
      await play('approved');
      // For as long as the call is repeated.
      await control('disturbances', { name });
      await expect(open('selfie')).rejects.toMatchObject({ failure });
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
            const { deliveryId } = await vove.verifyCallback!(ctx, request);
            return { deliveryId, ...(await vove.readCallback!(ctx, request)) };
          } catch (error) {
            return (error as ProviderError).details.cause;
          }
        }),
      );

    it('are news of the person', async () => {
      await play('approved');
      const about = { refId: ref.request.refId };
      expect(await taken(2)).toMatchObject([
        { about, vendorStatus: 'in_progress', kind: 'news' },
        { about, vendorStatus: 'successful', kind: 'news' },
      ]);
    });

    it('that are repeated have the same id, also when a refused one is sent again', async () => {
      letterbox.answerWith(503);
      await control('disturbances', { name: 'webhook_duplicated' });
      await play('cancelled');
      const ids = (await taken(3)).map((each) => (typeof each === 'object' ? each.deliveryId : each));
      expect(new Set(ids).size).toBe(1);
    });

    it.each([
      ['webhook_stale_timestamp', 'stale'],
      ['webhook_bad_signature', 'signature'],
    ])('under %s are not believed', async (name, cause) => {
      await control('disturbances', { name });
      await play('cancelled');
      expect(await taken(1)).toEqual([cause]);
    });

    it.each(['webhook_rotated_secret', 'webhook_standard_names', 'extra_keys'])(
      'under %s are believed',
      async (name) => {
        await control('disturbances', { name });
        await play('cancelled');
        expect(await taken(1)).toMatchObject([{ vendorStatus: 'canceled', kind: 'news' }]);
      },
    );

    it('of background checks are remarks', async () => {
      await control('disturbances', { name: 'aml_event', value: 'CLEARED' });
      await play('declined');
      expect((await taken(3))[2]).toMatchObject({ vendorStatus: 'aml:CLEARED', kind: 'remark' });
    });
  });

  it.each([
    ['token_field', 'access_token'],
    ['body_without_session_id', undefined],
    ['token_lifetime', 0],
  ])('starts and renews under %s', async (name, value) => {
    await control('disturbances', { name, ...(value === undefined ? {} : { value }) });
    const [begun, { handoff }] = await begin(randomUUID(), false);
    expect(begun.vendorSessionId).toMatch(/^[0-9a-f]{24}$/);
    if (name === 'token_lifetime') expect(handoff.expiresAt.getTime()).toBeLessThanOrEqual(Date.now());
    await fetch(`${sandbox.url}/_sandbox/disturbances`, { method: 'DELETE' });
    const renewed = await vove.renew!(ctx, begun);
    expect(renewed.vendorSessionId).toBe(begun.vendorSessionId);
    expect(renewed.handoff.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 60_000);
  });

  it.each([
    ['slashed_dates', undefined, '1990-05-17'],
    ['iso_dates', undefined, '1990-05-17'],
    ['ambiguous_date', '04/05/90', null],
    ['ambiguous_date', '31/02/1990', null],
    ['ambiguous_date', '1990-13-01', null],
  ])('reads the date of birth under %s (%s) as %s', async (name, value, dateOfBirth) => {
    await control('disturbances', { name, ...(value === undefined ? {} : { value }) });
    await play('approved');
    const { person, checks } = await vove.collect(ctx, ref);
    expect(person.dateOfBirth).toBe(dateOfBirth);
    const warnings = checks.filter(({ type }) => type === 'data_consistency');
    expect(warnings.map(({ vendor }) => vendor)).toEqual(
      dateOfBirth === null ? [{ dateOfBirth: 'unreadable' }] : [],
    );
  });

  it('does not decide by the verdict of an older session', async () => {
    await control('disturbances', { name: 'older_session_verdict', value: 'successful' });
    expect(await vove.check(ctx, ref)).toEqual([]);
    await expect(vove.collect(ctx, ref)).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it('is refused with a wrong key', async () => {
    const other = contextOf(http, { settings: ctx.account.settings, credentials: { apiKey: 'wrong' } });
    await expect(vove.check(other, ref)).rejects.toMatchObject({ failure: 'unauthorized' });
  });
});
