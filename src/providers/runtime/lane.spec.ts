import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { HttpCall, ProviderHttp } from '../kit/context.js';
import type { ProviderError } from '../kit/errors.js';
import { Lane, usualLimits, type LaneLimits } from './lane.js';
import { Lanes } from './lanes.js';
import { providerHttp, VendorConnections } from './provider-http.js';
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
beforeEach(() => vendor.does(answers(200)));
afterAll(async () => {
  await connections.close();
  vendor.close();
});

function account(limits: Partial<LaneLimits> = {}, signal = never): ProviderHttp {
  return providerHttp(connections, signal, () => undefined, new Lane({ ...usualLimits, ...limits }));
}

/** By POST, so that each call is one try. */
const call = (rest: Partial<HttpCall> = {}): HttpCall => ({
  operation: 'test',
  method: 'POST',
  url: vendor.url,
  ...rest,
});

/** The status, or the cause of the failure. */
async function outcome(http: ProviderHttp, rest: Partial<HttpCall> = {}): Promise<number | string> {
  try {
    return (await http.send(call(rest))).status;
  } catch (error) {
    return (error as ProviderError).details.cause ?? '';
  }
}

async function outcomes(http: ProviderHttp, count: number, rest: Partial<HttpCall> = {}) {
  const seen: (number | string)[] = [];
  for (let made = 0; made < count; made += 1) seen.push(await outcome(http, rest));
  return seen;
}

/** Calls until the vendor is asked again; gives back how that went. */
async function firstAsked(http: ProviderHttp): Promise<number | string> {
  for (;;) {
    const seen = await outcome(http);
    if (seen !== 'breaker_open') return seen;
    await new Promise(setImmediate);
  }
}

const failures: readonly (readonly [string, Behaviour, Partial<HttpCall>])[] = [
  ['answers 500', answers(500), {}],
  ['answers 503', answers(503), {}],
  ['loses its answers', losesTheAnswer, {}],
  ['does not answer in time', hangs, { timeoutMs: 20 }],
  ['takes no connection', answers(200), { url: 'http://127.0.0.1:1/' }],
];

describe('an account whose vendor fails', () => {
  it.each(failures)('is left alone after 10 failures: a vendor that %s', async (_what, behaviour, rest) => {
    const http = account();
    vendor.does(behaviour);
    expect(await outcomes(http, 10, rest)).not.toContain('breaker_open');
    const before = vendor.calls().length;
    await expect(http.send(call(rest))).rejects.toMatchObject({
      failure: 'unavailable',
      details: { operation: 'test', cause: 'breaker_open' },
    });
    await expect(http.open(call(rest))).rejects.toMatchObject({ details: { cause: 'breaker_open' } });
    expect(vendor.calls()).toHaveLength(before);
  });

  it('is taken again by itself after it heals', async () => {
    const http = account({ restMs: 50 });
    vendor.does(answers(500));
    await outcomes(http, 10);
    vendor.does(answers(200));
    expect(await firstAsked(http)).toBe(200);
    expect(await outcomes(http, 5)).toEqual([200, 200, 200, 200, 200]);
  });

  it('is tried by one call alone, while all others fail at once, and left alone again when that fails', async () => {
    const http = account({ restMs: 50 });
    vendor.does(answers(500));
    await outcomes(http, 10);
    const held: (() => void)[] = [];
    vendor.does((_request, response) => held.push(() => response.writeHead(500).end()));
    const tried = firstAsked(http);
    await vendor.received(1);
    expect(await outcomes(http, 5)).toEqual(Array(5).fill('breaker_open'));
    held.forEach((answer) => answer());
    expect(await tried).toBe(500);
    expect(await outcome(http)).toBe('breaker_open');
    expect(vendor.calls()).toHaveLength(1);
  });

  it('does not pass for healed because the trying call was broken off', async () => {
    const limits = { ...usualLimits, restMs: 50 };
    const lane = new Lane(limits);
    const stopping = new AbortController();
    const [stopped, http] = [stopping.signal, never].map((signal) =>
      providerHttp(connections, signal, () => undefined, lane),
    ) as [ProviderHttp, ProviderHttp];
    vendor.does(answers(500));
    await outcomes(http, 10);
    vendor.does(hangs);
    const tried = firstAsked(stopped);
    await vendor.received(1);
    stopping.abort();
    expect(await tried).toBe('aborted');
    expect(lane.broken).toBe(true);
    expect(await outcome(http)).toBe('breaker_open');
  });

  it('leaves the accounts of others as they are', async () => {
    const lanes = new Lanes();
    const [failing, other] = ['pac_failing', 'pac_other'].map((id) =>
      providerHttp(connections, never, () => undefined, lanes.of(id, '1', 'vove')),
    ) as [ProviderHttp, ProviderHttp];
    vendor.does(answers(500));
    await outcomes(failing, 10);
    vendor.does(answers(200));
    expect(await outcome(failing)).toBe('breaker_open');
    expect(await outcome(other)).toBe(200);
    expect(lanes.breakers()).toEqual([
      { provider: 'vove', account: 'pac_failing', broken: true },
      { provider: 'vove', account: 'pac_other', broken: false },
    ]);
  });

  it('begins anew when its settings or credentials have changed', async () => {
    const lanes = new Lanes();
    vendor.does(answers(500));
    await outcomes(
      providerHttp(connections, never, () => undefined, lanes.of('pac', '1', 'vove')),
      10,
    );
    vendor.does(answers(200));
    const changed = providerHttp(connections, never, () => undefined, lanes.of('pac', '2', 'vove'));
    expect(await outcome(changed)).toBe(200);
    expect(lanes.breakers()).toHaveLength(1);
  });
});

describe('an account goes on', () => {
  it.each([400, 401, 403, 404, 409, 429])('when its vendor refuses everything with %d', async (status) => {
    const http = account();
    vendor.does(answers(status));
    expect(await outcomes(http, 30)).toEqual(Array(30).fill(status));
  });

  it('when no more than half of the calls fail', async () => {
    const http = account();
    vendor.does(...(Array.from({ length: 30 }, (_, at) => answers(at % 2 ? 500 : 200)) as [Behaviour]));
    expect(await outcomes(http, 30)).not.toContain('breaker_open');
  });

  it('when its answers are too large or it was not wanted any more', async () => {
    const http = account();
    vendor.does(answers(200, {}, 'x'.repeat(100)));
    expect(await outcomes(http, 30, { maxBytes: 10 })).toEqual(Array(30).fill('answer too large'));
    const lane = new Lane();
    const stopped = providerHttp(connections, AbortSignal.abort(), () => undefined, lane);
    expect(await outcomes(stopped, 30)).toEqual(Array(30).fill('aborted'));
    expect(lane.broken).toBe(false);
  });
});

describe('of the calls of an account', () => {
  it('so many are made at once, so many wait for their turn, and more fail at once', async () => {
    const http = account({ callsAtOnce: 2, callsInLine: 3 });
    const held: (() => void)[] = [];
    vendor.does((_request, response) => held.push(() => response.end()));
    const made = Array.from({ length: 5 }, () => outcome(http));
    await vendor.received(2);
    await expect(http.send(call())).rejects.toMatchObject({
      failure: 'unavailable',
      details: { cause: 'too_many_calls' },
    });
    expect(vendor.calls()).toHaveLength(2);
    vendor.does(answers(200));
    held.forEach((answer) => answer());
    expect(await Promise.all(made)).toEqual([200, 200, 200, 200, 200]);
    expect(vendor.calls()).toHaveLength(3);
  });

  it('one that waits for its turn waits no longer than it may take', async () => {
    const http = account({ callsAtOnce: 1 });
    vendor.does(hangs);
    const first = outcome(http, { timeoutMs: 500 });
    await vendor.received(1);
    const began = performance.now();
    expect(await outcome(http, { timeoutMs: 30 })).toBe('too_many_calls');
    expect(performance.now() - began).toBeLessThan(400);
    expect(await first).toBe('timeout');
    expect(vendor.calls()).toHaveLength(1);
  });
});

describe('the lanes of accounts', () => {
  it('are forgotten when unused, but not while the vendor wants to be left alone', async () => {
    const [quiet, told] = [new Lane(), new Lane()];
    vendor.does(answers(200), answers(429, { 'retry-after': '3600' }));
    await outcome(providerHttp(connections, never, () => undefined, quiet));
    await outcome(providerHttp(connections, never, () => undefined, told));
    expect([quiet.idleFor(-1), told.idleFor(-1), quiet.idleFor(60_000)]).toEqual([true, false, false]);
  });
});
