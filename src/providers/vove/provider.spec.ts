import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpCall } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { mediaOf } from './media.js';
import { vove } from './provider.js';
import { user } from './testing/bodies.js';
import { answering } from '../kit/testing/context.js';
import { contextOf } from './testing/context.js';
import { mutated } from '../kit/testing/mutated.js';
import { refTo, request, tokenWith } from './testing/requests.js';

const pictures = {
  selfie: '/9j/4AAQ',
  documents: [{ stepId: 'ID_DOCUMENT', type: 'PASSPORT', front: '/9j/4AAQ', back: '/9j/', photo: null }],
};
const ours = refTo('vendor-session-1');
const making = () =>
  answering(() => ({ status: 201, body: { token: tokenWith({ sessionId: 'vendor-session-1' }) } }));
const saying = (body: unknown, status = 200) => answering(() => ({ status, body }));
const sentBy = (http: { calls: HttpCall[] }) =>
  http.calls.map(({ body }) => JSON.parse(String(body ?? '{}')) as object);

describe('vove start', () => {
  it('sends no more than was given', async () => {
    const http = making();
    const started = await vove.start(contextOf(http), request);
    expect(started).toMatchObject({
      vendorSessionId: 'vendor-session-1',
      handoff: { kind: 'sdk' },
      secrets: {},
    });
    expect(sentBy(http)).toEqual([{ refId: 'user-42', forceCreation: false }]);
    expect(http.calls[0]).toMatchObject({
      url: 'https://api.example/v2/sessions',
      headers: { 'x-api-key': 'invented-key' },
    });
  });

  it('sends the flow and what is declared of the person', async () => {
    const http = making();
    const applicant = {
      firstName: 'Anna',
      lastName: 'Eriksson',
      additionalNames: 'Maria',
      email: 'a@app.example',
    };
    await vove.start(contextOf(http), {
      ...request,
      forceCreation: true,
      applicant,
      flow: { flowId: 'flow-1' },
    });
    const sent = { firstName: 'Anna', lastName: 'Eriksson', email: 'a@app.example' };
    expect(sentBy(http)).toEqual([{ refId: 'user-42', flowId: 'flow-1', user: sent, forceCreation: true }]);
  });

  it('does not force a second session when the first try may have made one', async () => {
    const http = making();
    await vove.start(contextOf(http), { ...request, forceCreation: true, repeated: true });
    expect(sentBy(http)).toMatchObject([{ forceCreation: false }]);
  });

  it('asks for nothing when the flow needs names that are not there', async () => {
    const http = making();
    const nameless = { ...request, flow: { user: 'required' as const }, applicant: { firstName: 'Anna' } };
    await expect(vove.start(contextOf(http), nameless)).rejects.toMatchObject({ failure: 'rejected' });
    expect(http.calls).toEqual([]);
  });

  it.each(['.', '..', '', '\ud800'])(
    'refuses the refId %j, which would lead to another resource',
    async (refId) => {
      const http = making();
      await expect(vove.start(contextOf(http), { ...request, refId })).rejects.toMatchObject({
        failure: 'rejected',
      });
      expect(http.calls).toEqual([]);
    },
  );
});

describe('vove renewal', () => {
  it('goes on with the active session and never forces a new one', async () => {
    const http = making();
    const ref = { ...ours, request: { ...request, forceCreation: true } };
    expect(await vove.renew?.(contextOf(http), ref)).toMatchObject({ vendorSessionId: 'vendor-session-1' });
    expect(sentBy(http)).toMatchObject([{ forceCreation: false }]);
  });

  it('says so when the fresh token is for another session', async () => {
    const http = saying({ token: tokenWith({ sessionId: 'vendor-session-2' }) });
    expect(await vove.renew?.(contextOf(http), ours)).toMatchObject({ vendorSessionId: 'vendor-session-2' });
  });
});

describe('vove check', () => {
  it('asks for the person by a refId that stays within its path', async () => {
    const http = saying({}, 404);
    const refId = '../sessions?x=1#y';
    await vove.check(contextOf(http), { ...ours, request: { ...request, refId } });
    expect(http.calls[0]?.url).toBe('https://api.example/v2/users/..%2Fsessions%3Fx%3D1%23y');
  });

  it('has nothing to tell of a person the vendor does not know', async () => {
    expect(await vove.check(contextOf(saying({}, 404)), ours)).toEqual([]);
  });

  it('has nothing to tell of another session of the person', async () => {
    const other = { ...user, sessionId: 'vendor-session-0' };
    expect(await vove.check(contextOf(saying(other)), ours)).toEqual([]);
  });

  it.each([
    [401, 'unauthorized'],
    [429, 'throttled'],
    [503, 'unavailable'],
  ])('does not take the outage %d for silence', async (status, failure) => {
    await expect(vove.check(contextOf(saying({}, status)), ours)).rejects.toMatchObject({ failure });
  });
});

describe('vove collect', () => {
  it.each([
    ['successful', 'approved'],
    ['suspected', 'declined'],
    ['pending', 'review'],
  ])('brings the verdict of %s', async (status, outcome) => {
    const findings = await vove.collect(contextOf(saying({ ...user, status })), ours);
    expect(findings).toMatchObject({ vendorStatus: status, verdict: { outcome, decidedBy: 'provider' } });
  });

  it.each([
    ['no verdict', { ...user, status: 'in_progress' }],
    ['an unknown word', { ...user, status: 'APPROVED' }],
    ['the verdict of another session', { ...user, sessionId: 'vendor-session-0' }],
    ['an old verdict', { ...user, sessionId: undefined, updatedAt: '2026-02-01T09:00:00.000Z' }],
  ])('is not ready while there is %s', async (_what, body) => {
    await expect(vove.collect(contextOf(saying(body)), ours)).rejects.toMatchObject({ failure: 'not_ready' });
  });

  it('is not ready for a person the vendor does not know', async () => {
    await expect(vove.collect(contextOf(saying({}, 404)), ours)).rejects.toMatchObject({
      failure: 'not_ready',
    });
  });
});

describe('vove, whatever the vendor sends,', () => {
  it('throws nothing but provider errors, without a word of the vendor', async () => {
    const answers = fc.record({
      body: mutated(user),
      made: mutated({ token: 't', id: 'i' }),
      pictures: mutated(pictures),
      notice: mutated({ status: 'successful', refId: 'user-42', userId: 'user-42' }),
    });
    await fc.assert(
      fc.asyncProperty(answers, async ({ body, made, pictures, notice }) => {
        const ctx = contextOf(answering(({ method }) => ({ body: method === 'GET' ? body : made })));
        const withPictures = contextOf(
          answering(({ url }) => ({ body: url.endsWith('/documents') ? pictures : user })),
        );
        const works = [
          vove.check(ctx, ours),
          vove.collect(ctx, ours),
          vove.start(ctx, request),
          vove.readCallback!(ctx, { headers: {}, body: Buffer.from(JSON.stringify(notice)) }),
          ...mediaOf(user.documents).map((media) =>
            vove.openMedia!(withPictures, ours, media).then(({ content }) => buffer(content)),
          ),
        ];
        for (const work of works) {
          const error: unknown = await work.then(
            () => null,
            (reason: unknown) => reason,
          );
          if (error === null) continue;
          expect(error).toBeInstanceOf(ProviderError);
          expect((error as ProviderError).message).not.toMatch(/ERIKSSON|ANNA|L898902C3|user-4/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('approves by the vendor’s word for this very session and by nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(mutated(user), async (body) => {
        const findings = await vove.collect(contextOf(saying(body)), ours).catch(() => null);
        if (findings?.verdict.outcome !== 'approved') return;
        const told = body as Partial<typeof user>;
        expect(['successful', 'success']).toContain(told.status);
        expect([ours.vendorSessionId, undefined, null, '']).toContain(told.sessionId);
      }),
      { numRuns: 200 },
    );
  });
});
