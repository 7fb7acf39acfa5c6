import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { Sandbox } from '../kit/sandbox.js';
import { controlOf } from '../kit/testing/control.js';
import { startInnovatricsSandbox } from './index.js';
import { innovatricsClient } from './testing/client.js';

let sandbox: Sandbox;
let vendor: ReturnType<typeof innovatricsClient>;
let control: ReturnType<typeof controlOf>;

beforeAll(async () => {
  sandbox = await startInnovatricsSandbox({});
  vendor = innovatricsClient(sandbox);
  control = controlOf(sandbox);
});
afterAll(() => sandbox.close());

describe('credentials', () => {
  it('are Basic with padding', async () => {
    const { username, password } = sandbox.account.credentials;
    const encoded = Buffer.from(`${username}:${password}`).toString('base64');
    expect(encoded).toMatch(/=$/);
    const without = { authorization: `Basic ${encoded.replaceAll('=', '')}` };
    expect((await vendor.call('GET', `/data/${randomUUID()}/status`, undefined, without)).status).toBe(401);
  });

  it('are asked for by every call, and the access token is none', async () => {
    const { accessToken, sessionId } = await vendor.begin();
    const bearer = { authorization: `Bearer ${accessToken}` };
    for (const path of [
      '/status',
      '/decision/results',
      '/document/result',
      '/face/result',
      '/images',
      '/image/x',
    ]) {
      expect((await vendor.call('GET', `/data/${sessionId}${path}`, undefined, bearer)).status).toBe(401);
    }
    expect((await vendor.call('DELETE', `/data/${sessionId}`, undefined, {})).status).toBe(401);
    expect((await vendor.call('POST', '/enrolment/initialize', {}, {})).status).toBe(401);
  });
});

describe('initialize', () => {
  it('keeps the caller’s session id and hands out a link on this server', async () => {
    const sessionId = randomUUID();
    const begun = await vendor.begin({ sessionId, externalId: 'customer 7' });
    expect(begun.sessionId).toBe(sessionId);
    expect(begun.webEnrolmentUrl).toMatch(new RegExp(`^${sandbox.url}/web-enrolment/\\?token=.+`));
    const { nbf = 0, exp = 0, ...claims } = decodeJwt(begun.accessToken);
    expect(claims).toMatchObject({ sessionId, customer: 'sandbox' });
    expect(exp - nbf).toBe(3600);
  });

  it('repeated with the same id gives fresh tokens for the same session', async () => {
    const first = await vendor.begin();
    await control.play(first.sessionId, 'approved', 'in_progress');
    const second = await vendor.begin({ sessionId: first.sessionId });
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(await vendor.status(first.sessionId)).toBe('PENDING');
  });

  it.each([{ sessionId: 'no-guid' }, { externalId: 'x'.repeat(513) }, { returnUrl: 'nowhere' }])(
    'refuses %j',
    async (wrong) => {
      expect((await vendor.initialize(wrong)).status).toBe(400);
    },
  );
});

describe('results', () => {
  it('are not available before the person has finished', async () => {
    const { sessionId } = await vendor.begin();
    await control.play(sessionId, 'approved', 'processing');
    for (const path of [
      '/decision/results',
      '/document/result',
      '/face/result',
      '/images',
      '/image/face_cropped',
    ]) {
      expect((await vendor.data(sessionId, path)).status).toBe(409);
    }
  });

  it('tell an approval by levels, document, face and images', async () => {
    const { sessionId } = await vendor.begin();
    await control.play(sessionId, 'approved');
    const decision = await vendor.read(sessionId, '/decision/results');
    expect(decision).toMatchObject({
      decision: { level: 'HIGH' },
      verifications: { faceVerification: { level: 'HIGH' } },
    });
    expect(decision['verifications']).not.toHaveProperty('applicantIntegrity');
    expect(await vendor.read(sessionId, '/document/result')).toMatchObject({
      country: 'SVK',
      applicant: { firstName: 'Amal', dateOfBirth: '1991-01-31' },
      documentVisualResults: expect.arrayContaining([
        expect.objectContaining({
          name: 'date_of_birth',
          normalizedDateValue: '1991-01-31T00:00:00.0000000+01:00',
        }),
      ]),
    });
    expect(await vendor.read(sessionId, '/face/result')).toMatchObject({
      gender: -10000,
      verificationScore: 96,
    });
    const names = (await vendor.read(sessionId, '/images')) as { document: string[]; face: string[] };
    for (const [at, name] of [...names.document, ...names.face].entries()) {
      const answer = await vendor.data(sessionId, `/${at % 2 ? 'image' : 'images'}/${name}`);
      expect(answer.headers.get('content-type')).toBe('image/jpeg');
      expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    }
    expect((await vendor.data(sessionId, '/image/unheard_of')).status).toBe(404);
  });

  it('compare the document with the applicant’s form', async () => {
    const applicantForm = { firstName: 'Nour', lastName: 'Sample', dateOfBirth: '2001-02-03' };
    const integrity = async (form: object) => {
      const { sessionId } = await vendor.begin({ applicantForm: form });
      await control.play(sessionId, 'approved');
      return (await vendor.read(sessionId, '/decision/results'))['verifications'];
    };
    expect(await integrity(applicantForm)).toMatchObject({ applicantIntegrity: { level: 'HIGH' } });
    await control.disturb('applicant_mismatch', { times: 1 });
    expect(await integrity(applicantForm)).toMatchObject({ applicantIntegrity: { level: 'LOW' } });
    expect(await integrity({ ...applicantForm, skipIntegrityCheck: true })).not.toHaveProperty(
      'applicantIntegrity',
    );
  });
});

describe('erasure', () => {
  it('takes the session away at once and for good', async () => {
    const { sessionId, webEnrolmentUrl } = await vendor.begin();
    await control.play(sessionId, 'approved');
    expect((await vendor.call('DELETE', `/data/${sessionId}`)).status).toBe(204);
    expect((await vendor.data(sessionId, '/status')).status).toBe(404);
    expect((await vendor.data(sessionId, '/image/face_cropped')).status).toBe(404);
    expect((await fetch(webEnrolmentUrl)).status).toBe(404);
    expect((await vendor.call('DELETE', `/data/${sessionId}`)).status).toBe(404);
  });
});
