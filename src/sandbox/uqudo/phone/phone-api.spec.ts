import { Script } from 'node:vm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { uqudoDisturbances } from '../disturbances.js';
import { Customer, everyStep, passportAndFace, type Created } from '../testing/customer.js';

describe('the phone of the uqudo sandbox', () => {
  let customer: Customer;
  beforeAll(async () => {
    customer = await Customer.of();
  });
  afterEach(() => customer.control.reset());
  afterAll(() => customer.close());

  const press = (qrCodeText: string, path: string, body: object = {}) =>
    customer.fetch(`/phone/${path}`, {
      method: 'POST',
      headers: { authorization: qrCodeText, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('is a page where the dynamic link leads', async () => {
    const { qrCodeTextWithDynamicLink } = await customer.create();
    const page = await fetch(qrCodeTextWithDynamicLink);
    expect(page.headers.get('content-type')).toContain('text/html');
    const text = await page.text();
    expect(text).toContain('/phone/step');
    expect(() => new Script(/<script>(.*)<\/script>/s.exec(text)?.[1] ?? '(')).not.toThrow();
    for (const play of ['approved', 'declined', 'review', 'abandoned']) expect(text).toContain(`"${play}"`);
    for (const name of Object.keys(uqudoDisturbances)) expect(text).toContain(`data-disturbance="${name}"`);
  });

  it('knows by the QR text alone, as a page does, which session to disturb and to play', async () => {
    const [one, other] = [await customer.create(passportAndFace), await customer.create(passportAndFace)];
    await customer.disturb('match_level', { session: one.qrCodeText });
    for (const { qrCodeText } of [one, other]) await customer.control.play(qrCodeText, 'approved');
    const level = async ({ sessionId }: Created) => (await customer.verified(sessionId)).data;
    expect(await level(one)).toMatchObject({ documents: [{ face: { matchLevel: 1 } }] });
    expect(await level(other)).toMatchObject({ documents: [{ face: { matchLevel: 5 } }] });
  });

  it('shows the asked steps to who holds the QR text', async () => {
    const { sessionId, qrCodeText } = await customer.create(everyStep);
    const flow = await customer.fetch('/phone/flow', { headers: { authorization: qrCodeText } });
    const services = [
      { service: 'SCAN', documentType: 'UAE_ID' },
      { service: 'READ', documentType: 'UAE_ID' },
      { service: 'FACE' },
      { service: 'BACKGROUND_CHECK' },
    ];
    expect(await flow.json()).toEqual({ steps: services, done: 0, finished: false });
    expect((await customer.session(sessionId))?.status).toBe('OPENED');
    expect((await customer.fetch('/phone/flow', { headers: { authorization: 'guessed' } })).status).toBe(404);
  });

  it('goes step by step, and what failed shows in the result', async () => {
    const created = await customer.create(passportAndFace);
    const listener = await customer.listen(created);
    await press(created.qrCodeText, 'step', { verdict: 'pass' });
    expect(await customer.settled(listener)).toEqual(['SCAN']);
    expect((await press(created.qrCodeText, 'finish')).status).toBe(409);
    await press(created.qrCodeText, 'step', { verdict: 'fail' });
    expect((await press(created.qrCodeText, 'finish')).status).toBe(200);
    expect(await customer.settled(listener)).toEqual(['SCAN', 'FACE', 'INFO']);
    expect((await customer.verified(created.sessionId)).data).toMatchObject({
      documents: [{ face: { match: false, matchLevel: 1 } }],
    });
    expect((await press(created.qrCodeText, 'finish')).status).toBe(409);
  });
});
