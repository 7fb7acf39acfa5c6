import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket, WebSocketServer } from 'ws';
import { ProviderError } from '../kit/errors.js';
import type { ProviderSignal } from '../kit/signal.js';
import { follow, type Following, type Tempo } from './follow.js';
import { contextOf, type TestContext } from './testing/context.js';
import { TestVendor } from './testing/vendor.js';

const tempo: Tempo = {
  firstRetry: 5,
  slowestRetry: 20,
  heartbeat: 10_000,
  fresh: 60_000,
  lasting: 60_000,
  fruitlessTries: 4,
};
const begun: ProviderSignal = { kind: 'status', status: 'in_progress', vendorStatus: 'SCAN' };
const scanned: ProviderSignal = { kind: 'step', step: 'document' };
const concluded: ProviderSignal = { kind: 'concluded', vendorStatus: 'INFO' };

let vendor: TestVendor;
let ctx: TestContext;

beforeEach(async () => {
  vendor = await TestVendor.start();
  ctx = contextOf(vendor.account);
});

afterEach(async () => {
  await ctx.close();
  await vendor.close();
});

const frames = (socket: WebSocket, ...services: string[]) =>
  services.forEach((service) => socket.send(JSON.stringify({ service, sessionId: 's' })));

function listen(following: Partial<Following> = {}, at: Tempo = tempo) {
  const check = () => Promise.resolve([]);
  return follow(ctx, { qrCodeText: 'qr/text', startedAt: new Date(), check, ...following }, at);
}

async function all(signals: AsyncIterable<ProviderSignal>): Promise<ProviderSignal[]> {
  const heard: ProviderSignal[] = [];
  for await (const signal of signals) heard.push(signal);
  return heard;
}

describe('following a session', () => {
  it('greets with the raw QR text and tells each step until the end', async () => {
    vendor.onGreeting = (socket) => frames(socket, 'SCAN', 'READ', 'FACE', 'BACKGROUND_CHECK', 'INFO');
    const steps = ['document', 'chip', 'face', 'background_check'].map((step) => ({ kind: 'step', step }));
    expect(await all(listen())).toEqual([begun, ...steps, concluded]);
    expect(vendor.greetings).toEqual(['qr/text']);
  });

  it('passes over frames that tell nothing, and hands on words that it does not know', async () => {
    vendor.onGreeting = (socket) => {
      for (const text of [
        '',
        'x',
        'null',
        '[]',
        '{}',
        '{"service":7}',
        '{"service":"a b"}',
        '{"sessionId":"s"}',
      ])
        socket.send(text);
      socket.send(Buffer.from([0xff, 0x00]));
      frames(socket, 'TOAST', 'INFO');
    };
    expect(await all(listen())).toEqual([{ kind: 'unknown', vendorStatus: 'TOAST' }, concluded]);
  });

  it('connects again after a drop and tells that the person has begun only once', async () => {
    vendor.onGreeting = (socket, connection) => {
      frames(socket, 'SCAN');
      if (connection === 1) socket.close(4001);
      else frames(socket, 'INFO');
    };
    expect(await all(listen())).toEqual([begun, scanned, scanned, concluded]);
  });

  it('asks after a drop for what was missed', async () => {
    vendor.onGreeting = (socket) => socket.terminate();
    expect(await all(listen({ check: () => Promise.resolve([concluded]) }))).toEqual([concluded]);
    expect(vendor.greetings.length).toBeGreaterThanOrEqual(1);
  });

  it('asks at the first connection too when the session is not fresh', async () => {
    const startedAt = new Date(Date.now() - 120_000);
    expect(await all(listen({ startedAt, check: () => Promise.resolve([concluded]) }))).toEqual([concluded]);
  });

  it('goes on listening when that question fails for now, and ends when it is refused', async () => {
    vendor.onGreeting = (socket, connection) => {
      if (connection < 3) socket.close();
      else frames(socket, 'INFO');
    };
    const failing = (failure: 'unavailable' | 'unauthorized') => () =>
      Promise.reject(new ProviderError(failure, { operation: 'info.get' }));
    expect(await all(listen({ check: failing('unavailable') }))).toEqual([concluded]);
    vendor.greetings.length = 0;
    await expect(all(listen({ check: failing('unauthorized') }))).rejects.toMatchObject({
      failure: 'unauthorized',
    });
  });

  it('gives up after several fruitless connections, and says so', async () => {
    vendor.onGreeting = (socket) => socket.close(1008);
    await expect(all(listen())).rejects.toMatchObject({
      failure: 'unavailable',
      details: { cause: 'socket_lost' },
    });
    expect(vendor.greetings).toHaveLength(tempo.fruitlessTries);
  });

  it('says so when nobody listens there', async () => {
    const dead = contextOf(vendor.account);
    const elsewhere = { ...dead, openSocket: () => new WebSocket('ws://127.0.0.1:1') };
    const lost = follow(
      elsewhere,
      { qrCodeText: 'x', startedAt: new Date(), check: () => Promise.resolve([]) },
      tempo,
    );
    await expect(all(lost)).rejects.toMatchObject({ details: { cause: 'socket_lost' } });
    await dead.close();
  });

  it('throws a ProviderError when the address is refused', async () => {
    const refusing = {
      ...ctx,
      openSocket: () => {
        throw new TypeError('reserved');
      },
    };
    const refused = follow(
      refusing,
      { qrCodeText: 'x', startedAt: new Date(), check: () => Promise.resolve([]) },
      tempo,
    );
    await expect(all(refused)).rejects.toMatchObject({
      name: 'ProviderError',
      details: { cause: 'socket_refused' },
    });
  });

  it('cuts a socket that no longer answers, and connects again', async () => {
    const mute = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false });
    let connections = 0;
    mute.on('connection', (socket) => {
      connections += 1;
      if (connections === 2) frames(socket, 'INFO');
    });
    await once(mute, 'listening');
    const { port } = mute.address() as { port: number };
    const context = { ...ctx, openSocket: () => new WebSocket(`ws://127.0.0.1:${port}`) };
    const following = { qrCodeText: 'x', startedAt: new Date(), check: () => Promise.resolve([]) };
    expect(await all(follow(context, following, { ...tempo, heartbeat: 20 }))).toEqual([concluded]);
    for (const socket of mute.clients) socket.terminate();
    mute.close();
  });

  it('stays with a socket that is silent but answers', async () => {
    vendor.onGreeting = (socket) => socket.on('ping', () => frames(socket, 'INFO'));
    expect(await all(listen({}, { ...tempo, heartbeat: 20 }))).toEqual([concluded]);
    expect(vendor.greetings).toHaveLength(1);
  });

  it('stops quietly when the signal aborts, whatever it is doing', async () => {
    const greeted = new Promise<void>((resolve) => (vendor.onGreeting = () => resolve()));
    const heard = all(listen());
    await greeted;
    await ctx.close();
    expect(await heard).toEqual([]);
    expect(await all(listen())).toEqual([]);
  });
});
