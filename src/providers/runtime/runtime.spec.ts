import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountMemories } from './account-memory.js';
import { isReservedAddress, isReservedHost } from './address-guard.js';
import { providerHttp, VendorConnections } from './provider-http.js';

describe('the address guard', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    'not an address',
  ])('takes %s for reserved', (address) => expect(isReservedAddress(address)).toBe(true));
  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('lets %s through', (address) =>
    expect(isReservedAddress(address)).toBe(false),
  );
  it.each([
    'http://localhost:1',
    'http://x.localhost',
    'http://127.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::1]/',
  ])('sees through %s', (url) => expect(isReservedHost(url)).toBe(true));
});

describe('a vendor call', () => {
  let server: Server;
  let url: string;
  let answer: RequestListener = (_request, response) => response.end();
  const connections = new VendorConnections(true);
  const http = providerHttp(connections, new AbortController().signal, () => undefined);

  beforeAll(async () => {
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(async () => {
    await connections.close();
    server.closeAllConnections();
    server.close();
  });

  it.each([301, 302, 303, 307, 308])(
    'does not follow a redirect (%d), to another host or its own',
    async (status) => {
      const asked: string[] = [];
      for (const location of ['http://127.0.0.1:1/', '/elsewhere']) {
        answer = (request, response) => {
          asked.push(request.url ?? '');
          response.writeHead(status, { location }).end();
        };
        for (const method of ['GET', 'POST'] as const) {
          expect((await http.send({ operation: 'test', method, url })).status).toBe(status);
          const { body, ...head } = await http.open({ operation: 'test', method, url });
          body.resume();
          expect(head.status).toBe(status);
        }
      }
      expect(asked).toEqual(Array(8).fill('/'));
    },
  );

  it('over the limit ends as malformed, and the rest of the answer is not read', async () => {
    const call = { operation: 'test', method: 'GET', url, maxBytes: 1_000 } as const;
    const tooLarge = { failure: 'malformed', details: { cause: 'answer too large' } };
    const asked = [() => http.send(call), async () => (await http.open(call)).body.resume().toArray()];
    for (const ask of asked) {
      let broken: Promise<unknown> = Promise.resolve();
      answer = (_request, response) => {
        broken = once(response, 'close');
        const goOn = () => {
          while (response.write('x'.repeat(1_000)));
        };
        response.on('drain', goOn);
        goOn();
      };
      await expect(ask()).rejects.toMatchObject(tooLarge);
      await broken;
    }
  });

  it.each([
    ['POST', 'ambiguous'],
    ['GET', 'unavailable'],
  ] as const)('whose answer gets lost is, for %s, %s', async (method, failure) => {
    answer = (request) => request.socket.destroy();
    await expect(http.send({ operation: 'test', method, url })).rejects.toMatchObject({ failure });
  });

  it('that takes too long says timeout', async () => {
    answer = () => undefined;
    const call = http.send({ operation: 'test', method: 'POST', url, timeoutMs: 50 });
    await expect(call).rejects.toMatchObject({ failure: 'ambiguous', details: { cause: 'timeout' } });
  });

  it('that reaches nobody certainly had no effect', async () => {
    const call = http.send({ operation: 'test', method: 'POST', url: 'http://127.0.0.1:1/' });
    await expect(call).rejects.toMatchObject({ failure: 'unavailable' });
  });

  it('to a reserved address is refused where private addresses are not allowed, by name as by number', async () => {
    const guarded = new VendorConnections(false);
    const closed = providerHttp(guarded, new AbortController().signal, () => undefined);
    for (const address of [url, url.replace('127.0.0.1', 'localhost')]) {
      const call = closed.send({ operation: 'test', method: 'GET', url: address });
      await expect(call).rejects.toMatchObject({
        failure: 'unavailable',
        details: { cause: 'reserved address' },
      });
    }
    await guarded.close();
  });
});

describe('the memory of an account', () => {
  it('loads once for however many wait, and again after a failure', async () => {
    const memory = new AccountMemories().of('pac', '1');
    let loads = 0;
    const load = async () => {
      loads += 1;
      await Promise.resolve();
      if (loads === 1) throw new Error('no');
      return { value: loads, ttlMs: 60_000 };
    };
    await Promise.allSettled(Array.from({ length: 5 }, () => memory.get('token', load)));
    expect(loads).toBe(1);
    expect(await Promise.all(Array.from({ length: 5 }, () => memory.get('token', load)))).toEqual([
      2, 2, 2, 2, 2,
    ]);
  });

  it('is another one after the credentials have changed', async () => {
    const memories = new AccountMemories();
    await memories.of('pac', '1').get('token', () => Promise.resolve({ value: 'old', ttlMs: 60_000 }));
    const value = await memories
      .of('pac', '2')
      .get('token', () => Promise.resolve({ value: 'new', ttlMs: 60_000 }));
    expect(value).toBe('new');
  });
});
