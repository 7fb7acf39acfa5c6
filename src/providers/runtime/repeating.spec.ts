import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HttpCall, ProviderHttp } from '../kit/context.js';
import { ProviderError } from '../kit/errors.js';
import { providerHttp, VendorConnections, type ObservedCall } from './provider-http.js';
import {
  answers,
  hangs,
  losesTheAnswer,
  startLoopbackVendor,
  type Behaviour,
  type LoopbackVendor,
} from './testing/loopback-vendor.js';

let vendor: LoopbackVendor;
const connections = new VendorConnections(true);
const never = new AbortController().signal;

beforeAll(async () => {
  vendor = await startLoopbackVendor();
});
afterAll(async () => {
  await connections.close();
  vendor.close();
});

/** An account that nothing is known about yet. */
const account = (observe: (call: ObservedCall) => void = () => undefined): ProviderHttp =>
  providerHttp(connections, never, observe);
const call = (rest: Partial<HttpCall> = {}): HttpCall => ({
  operation: 'test',
  method: 'GET',
  url: vendor.url,
  ...rest,
});
const failed = answers(500);
const refused = (seconds: number) => answers(429, { 'retry-after': String(seconds) });

describe('a failed call', () => {
  it.each(['GET', 'PUT', 'DELETE'] as const)('by %s is repeated until it succeeds', async (method) => {
    vendor.does(failed, losesTheAnswer, answers(200));
    expect((await account().send(call({ method }))).status).toBe(200);
    expect(vendor.calls()).toHaveLength(3);
  });

  it('that its adapter calls harmless to repeat is repeated, and never ambiguous', async () => {
    vendor.does(losesTheAnswer, answers(200));
    const harmless = call({ method: 'POST', harmlessToRepeat: true });
    expect((await account().send(harmless)).status).toBe(200);
    vendor.does(losesTheAnswer);
    await expect(account().send(harmless)).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it('that is opened as a stream is repeated until its head comes', async () => {
    vendor.does(failed, answers(200, {}, 'all of it'));
    const { status, body } = await account().open(call());
    expect([status, Buffer.concat(await body.toArray()).toString()]).toEqual([200, 'all of it']);
    expect(vendor.calls()).toHaveLength(2);
  });

  it('is repeated twice at most, and each try is told of', async () => {
    const seen: ObservedCall[] = [];
    vendor.does(failed);
    expect((await account((tried) => seen.push(tried)).send(call())).status).toBe(500);
    expect(vendor.calls()).toHaveLength(3);
    expect(seen.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 500],
      [2, 500],
      [3, 500],
    ]);
  });

  it('is not repeated after a timeout: all tries share one time limit', async () => {
    vendor.does(hangs);
    const began = performance.now();
    await expect(account().send(call({ timeoutMs: 100 }))).rejects.toMatchObject({
      failure: 'unavailable',
      details: { cause: 'timeout' },
    });
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(vendor.calls()).toHaveLength(1);
  });
});

describe('a POST whose answer was lost', () => {
  it('is never repeated blindly', async () => {
    vendor.does(losesTheAnswer);
    await expect(account().send(call({ method: 'POST' }))).rejects.toMatchObject({ failure: 'ambiguous' });
    expect(vendor.calls()).toHaveLength(1);
  });

  it('is asked for once alone, whatever the vendor does, unless it was refused with 429', async () => {
    const behaviours: Record<string, Behaviour> = {
      lost: losesTheAnswer,
      failed,
      'out of service': answers(503, { 'retry-after': '0' }),
      done: answers(200),
      wrong: answers(422),
      refused: refused(0),
    };
    const word = fc.constantFrom(...Object.keys(behaviours));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 3, maxLength: 3 }), async (words) => {
        vendor.does(...(words.map((each) => behaviours[each]) as [Behaviour]));
        await account()
          .send(call({ method: 'POST' }))
          .catch((error: unknown) => expect(error).toBeInstanceOf(ProviderError));
        const mayHaveActed = words.findIndex((each) => each !== 'refused');
        expect(vendor.calls()).toHaveLength(mayHaveActed === -1 ? 3 : mayHaveActed + 1);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a vendor that answers 429 with Retry-After', () => {
  it('is not asked again before, and then gets even a POST once more, for it has done nothing', async () => {
    vendor.does(refused(1), answers(201));
    expect((await account().send(call({ method: 'POST' }))).status).toBe(201);
    const [first, second] = vendor.calls();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it('is not waited for where there is no time: the refusal is passed on, with the time', async () => {
    vendor.does(refused(30));
    const { status, headers } = await account().send(call());
    expect([status, headers['retry-after']]).toEqual([429, '30']);
    expect(vendor.calls()).toHaveLength(1);
  });

  it('is not reached by further calls of the account either: they fail at once with what is left', async () => {
    const http = account();
    vendor.does(refused(30), answers(200));
    await http.send(call());
    for (const operation of ['test', 'another']) {
      const began = performance.now();
      const refusal = await http.send(call({ operation })).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ failure: 'throttled', details: { operation, cause: 'left_alone' } });
      const { retryAfterMs = 0 } = (refusal as ProviderError).details;
      expect(retryAfterMs).toBeGreaterThan(25_000);
      expect(retryAfterMs).toBeLessThanOrEqual(30_000);
      expect(performance.now() - began).toBeLessThan(1_000);
    }
    expect(vendor.calls()).toHaveLength(1);
    expect((await account().send(call())).status).toBe(200);
  });

  it('is waited for by further calls that have the time', async () => {
    const http = account();
    vendor.does(refused(1), answers(200));
    expect((await http.send(call({ timeoutMs: 500 }))).status).toBe(429);
    expect((await http.send(call({ operation: 'another' }))).status).toBe(200);
    const [first, second] = vendor.calls();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it('likewise with 503, where the call may be repeated', async () => {
    const away = answers(503, { 'retry-after': '1' });
    vendor.does(away, answers(200));
    expect((await account().send(call())).status).toBe(200);
    const [first, second] = vendor.calls();
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(999);
    vendor.does(away, answers(200));
    expect((await account().send(call({ method: 'POST' }))).status).toBe(503);
  });
});

it('a call that nobody wants any more does not wait to be repeated', async () => {
  const stopping = new AbortController();
  const http = providerHttp(connections, stopping.signal, () => undefined);
  vendor.does(refused(4));
  const sending = http.send(call()).catch((error: unknown) => error);
  await vendor.received(1);
  const began = performance.now();
  stopping.abort();
  await sending;
  expect(performance.now() - began).toBeLessThan(2_000);
});
