import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpCall } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { innovatrics } from './provider.js';
import { decision, document, face, images } from './testing/bodies.js';
import { answering } from '../kit/testing/context.js';
import { contextOf } from './testing/context.js';
import { mutated } from '../kit/testing/mutated.js';
import { refTo, request } from './testing/requests.js';

const id = request.startId;
const bodies = { status: { status: 'AUTO_APPROVED' }, decision, document, face, images };

const anyNotice = mutated({ sessionId: id, status: 'AUTO_APPROVED', projectId: 'p', externalId: 'order-77' });

/** Starts as the vendor documents it, with a status of `known` for sessions that are there already. */
function vendor(answers: { refuse?: readonly string[]; known?: string; answerAs?: string } = {}) {
  return answering(({ method, body, url }) => {
    if (method === 'GET')
      return answers.known ? { body: { status: answers.known } } : { status: 404, body: {} };
    const { sessionId } = JSON.parse(String(body)) as { sessionId: string };
    if (answers.refuse?.includes(sessionId)) return { status: 409, body: {} };
    const webEnrolmentUrl = new URL('/web-enrolment/?token=t', url).href;
    return { body: { sessionId: answers.answerAs ?? sessionId, accessToken: 'opaque', webEnrolmentUrl } };
  });
}

/** A session with these results; a status number in place of a body is the answer's. */
function resultsOf(parts: Partial<Record<keyof typeof bodies, unknown>>) {
  const all: Record<string, unknown> = { ...bodies, ...parts };
  return answering(({ url }: HttpCall) => {
    const part = Object.keys(all).find((name) => url.includes(`/${id}/${name}`));
    const body = part === undefined ? null : all[part];
    return typeof body === 'number' ? { status: body, body: {} } : { body };
  });
}

const sentBy = (http: { calls: HttpCall[] }) =>
  http.calls.map(({ body }) => JSON.parse(String(body ?? '{}')) as object);

describe('innovatrics start', () => {
  it('proposes the gateway’s id and sends nothing of the person that was not given', async () => {
    const http = vendor();
    const started = await innovatrics.start(contextOf(http), request);
    expect(started).toMatchObject({ vendorSessionId: id, handoff: { kind: 'redirect' }, secrets: {} });
    expect(sentBy(http)).toEqual([{ sessionId: id, returnUrl: 'https://enrolment.example' }]);
  });

  it('sends every documented parameter', async () => {
    const http = vendor();
    const applicant = { firstName: 'Anna', dateOfBirth: '1974-08-12', email: 'anna@app.example' };
    const flow = { webEnrolmentTheme: 'dark', skipIntegrityCheck: false };
    const full = {
      ...request,
      externalId: 'order-77',
      returnUrl: 'https://app.example/done',
      applicant,
      flow,
    };
    await innovatrics.start(contextOf(http), full);
    expect(sentBy(http)).toEqual([
      {
        sessionId: id,
        externalId: 'order-77',
        returnUrl: 'https://app.example/done',
        webEnrolmentTheme: 'dark',
        applicantForm: { firstName: 'Anna', dateOfBirth: '1974-08-12', skipIntegrityCheck: false },
      },
    ]);
  });

  it('signs in with padded base64 of UTF-8', async () => {
    const http = vendor();
    await innovatrics.start(contextOf(http), request);
    expect(http.calls[0]?.headers).toMatchObject({ authorization: 'Basic Z2F0ZXdheTpncsO8w59lPw==' });
  });

  it('refuses an answer about another session', async () => {
    const ctx = contextOf(vendor({ answerAs: 'e1f2a3b4-0000-4000-8000-000000000000' }));
    await expect(innovatrics.start(ctx, request)).rejects.toMatchObject({ failure: 'malformed' });
  });

  it('takes the same id again for a repeat, and a new one when that is refused', async () => {
    const repeat = { ...request, repeated: true };
    expect(await innovatrics.start(contextOf(vendor()), repeat)).toMatchObject({ vendorSessionId: id });
    const other = await innovatrics.start(contextOf(vendor({ refuse: [id] })), repeat);
    expect(other.vendorSessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect(other.vendorSessionId).not.toBe(id);
  });

  it('does not take a new id when the first try is refused', async () => {
    const ctx = contextOf(vendor({ refuse: [id] }));
    await expect(innovatrics.start(ctx, request)).rejects.toMatchObject({ failure: 'rejected' });
  });
});

describe('innovatrics renewal', () => {
  it('keeps the session', async () => {
    expect(await innovatrics.renew?.(contextOf(vendor()), refTo(id))).toMatchObject({ vendorSessionId: id });
  });

  it('does not leave a verdict behind', async () => {
    const ctx = contextOf(vendor({ refuse: [id], known: 'WAITING_FOR_MANUAL_APPROVE' }));
    await expect(innovatrics.renew?.(ctx, refTo(id))).rejects.toMatchObject({ failure: 'rejected' });
  });
});

describe('innovatrics check', () => {
  it.each([400, 404, 409])('has nothing to tell on %d', async (status) => {
    expect(await innovatrics.check(contextOf(resultsOf({ status })), refTo(id))).toEqual([]);
  });

  it.each([
    [401, 'unauthorized'],
    [429, 'throttled'],
    [500, 'unavailable'],
  ])('does not take the outage %d for silence', async (status, failure) => {
    await expect(innovatrics.check(contextOf(resultsOf({ status })), refTo(id))).rejects.toMatchObject({
      failure,
    });
  });

  it('finds the session by the gateway’s id when the start’s answer was lost', async () => {
    const signals = await innovatrics.check(contextOf(resultsOf({})), refTo(null));
    expect(signals).toEqual([{ kind: 'concluded', vendorStatus: 'AUTO_APPROVED' }]);
  });
});

describe('innovatrics collect', () => {
  it.each([
    ['MANUAL_APPROVED', 'approved'],
    ['AUTO_REJECTED', 'declined'],
    ['WAITING_FOR_MANUAL_APPROVE', 'review'],
  ])('brings the verdict of %s', async (status, outcome) => {
    const findings = await innovatrics.collect(contextOf(resultsOf({ status: { status } })), refTo(id));
    expect(findings).toMatchObject({ vendorStatus: status, verdict: { outcome } });
  });

  it.each<[string, Partial<Record<keyof typeof bodies, unknown>>]>([
    ['the vendor still works', { status: { status: 'PENDING' } }],
    ['the word is unknown', { status: { status: 'ALMOST_APPROVED' } }],
    ['the session has expired', { status: { status: 'EXPIRED' } }],
    ['the session is not there', { status: 404 }],
    ['the decision is not there', { decision: 409 }],
    ['an approval has no document', { document: 404 }],
  ])('is not ready while %s', async (_why, parts) => {
    await expect(innovatrics.collect(contextOf(resultsOf(parts)), refTo(id))).rejects.toMatchObject({
      failure: 'not_ready',
    });
  });

  it('does without a selfie and without a list of pictures', async () => {
    const findings = await innovatrics.collect(contextOf(resultsOf({ face: 404, images: 404 })), refTo(id));
    expect(findings.media).toHaveLength(2);
  });
});

describe('innovatrics, whatever the vendor sends,', () => {
  const anyStatus = fc.oneof(fc.constant(bodies.status), mutated(bodies.status));
  const anything = fc.record({
    status: anyStatus,
    decision: mutated(decision),
    document: mutated(document),
    face: mutated(face),
    images: mutated(images),
  });

  it('throws nothing but provider errors without vendor text', async () => {
    await fc.assert(
      fc.asyncProperty(anything, anyNotice, async (parts, notice) => {
        const ctx = contextOf(resultsOf(parts));
        const started = contextOf(answering(() => ({ body: parts.decision })));
        const works = [
          innovatrics.check(ctx, refTo(id)),
          innovatrics.collect(ctx, refTo(id)).then(({ media }) =>
            // Every picture that the result names can be asked for.
            Promise.all(media.map((one) => innovatrics.openMedia!(ctx, refTo(id), one))),
          ),
          innovatrics.start(started, request),
          innovatrics.readCallback!(ctx, { headers: {}, body: Buffer.from(JSON.stringify(notice)) }),
        ];
        for (const work of works) {
          const error: unknown = await work.then(
            () => null,
            (reason: unknown) => reason,
          );
          if (error === null) continue;
          expect(error).toBeInstanceOf(ProviderError);
          expect((error as ProviderError).message).not.toMatch(/ERIKSSON|ANNA|D23145890/);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('approves by one of the two words of the status and by nothing else', async () => {
    const approvals: unknown[] = ['AUTO_APPROVED', 'MANUAL_APPROVED'];
    await fc.assert(
      fc.asyncProperty(anything, async (parts) => {
        const ctx = contextOf(resultsOf(parts));
        const findings = await innovatrics.collect(ctx, refTo(id)).catch(() => null);
        const { status } = (parts.status ?? {}) as { status?: unknown };
        if (findings?.verdict.outcome === 'approved') expect(approvals).toContain(status);
      }),
      { numRuns: 200 },
    );
  });
});
