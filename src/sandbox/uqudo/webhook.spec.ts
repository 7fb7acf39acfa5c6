import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { startLetterbox, type Letterbox, type ReceivedLetter } from '../kit/testing/letterbox.js';
import { Customer } from './testing/customer.js';

describe('the webhook of the uqudo sandbox', () => {
  let customer: Customer;
  let letterbox: Letterbox;
  beforeAll(async () => {
    letterbox = await startLetterbox();
    customer = await Customer.of({ callbackUrl: letterbox.url });
  });
  afterEach(async () => {
    await customer.control.reset();
    letterbox.empty();
  });
  afterAll(async () => {
    await customer.close();
    await letterbox.close();
  });

  const finish = async (disturbance?: string, more: Record<string, unknown> = {}) => {
    const { sessionId } = await customer.create();
    if (disturbance) await customer.disturb(disturbance, { session: sessionId, ...more });
    await customer.control.play(sessionId, 'approved');
    return sessionId;
  };
  const headersOf = async (disturbance?: string, more: Record<string, unknown> = {}) => {
    letterbox.empty();
    await finish(disturbance, more);
    return (await letterbox.received(1))[0]?.headers;
  };
  const sessionIn = ({ body }: ReceivedLetter) => decodeJwt(String(body.jwsResult)).jti;
  const basic = () => {
    const { callbackUser, callbackPassword } = customer.sandbox.account.credentials;
    return `Basic ${btoa(`${callbackUser}:${callbackPassword}`)}`;
  };

  it('brings the signed result with Basic credentials', async () => {
    const sessionId = await finish();
    const [letter] = await letterbox.received(1);
    expect(letter?.headers.authorization).toBe(basic());
    expect(await customer.verified(sessionId, String(letter?.body.jwsResult))).toMatchObject({
      jti: sessionId,
    });
  });

  it('is repeated until the receiver takes it', async () => {
    letterbox.answerWith(500, 302);
    const sessionId = await finish();
    expect((await letterbox.received(3)).map(sessionIn)).toEqual([sessionId, sessionId, sessionId]);
  });

  it('is repeated as often, and after such pauses, as the sandbox is told', async () => {
    const patient = await Customer.of({ callbackUrl: letterbox.url, webhookRetryMs: [1, 1, 1, 1, 1] });
    letterbox.answerWith(500, 500, 500, 500, 500, 500);
    const { sessionId } = await patient.create();
    await patient.control.play(sessionId, 'approved');
    const letters = await letterbox.received(6);
    expect(new Set(letters.map(({ raw }) => raw)).size).toBe(1);
    await patient.close();
  });

  it('brings an encrypted result where the customer has a key for it', async () => {
    await finish('encrypted_result');
    const [letter] = await letterbox.received(1);
    expect(String(letter?.body.jwsResult).split('.')).toHaveLength(5);
  });

  it('bears a header, nothing, or the wrong credentials when told', async () => {
    expect(await headersOf('webhook_auth', { value: 'X-Key: open' })).toMatchObject({ 'x-key': 'open' });
    expect(await headersOf('webhook_auth', { value: 'none' })).not.toHaveProperty('authorization');
    expect((await headersOf('webhook_bad_auth'))?.authorization).not.toBe(basic());
  });

  it('is lost, doubled or overtaken when told', async () => {
    await finish('webhook_lost');
    const doubled = await finish('webhook_duplicated');
    expect((await letterbox.received(2)).map(sessionIn)).toEqual([doubled, doubled]);
    const late = await finish('webhook_disordered');
    const next = await finish();
    expect((await letterbox.received(4)).slice(2).map(sessionIn)).toEqual([next, late]);
  });
});
