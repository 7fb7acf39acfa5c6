import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io } from 'socket.io-client';
import type { SessionEvent } from '../src/journal/session-event.js';
import { startSandboxes } from '../src/sandbox/catalog.js';
import type { Sandbox } from '../src/sandbox/kit/sandbox.js';
import { startGateway, type TestGateway } from './harness/gateway.js';
import { connectLive, ofType, type LiveClient } from './harness/live.js';
import { controlOf, findSandbox } from './harness/sandboxes.js';
import { storageKind } from './harness/storage.js';
import { makeKey, makeTenant, returnUrl, type TestTenant } from './harness/tenant.js';
import { plant } from './harness/trace.js';

type Auth = Record<string, string>;

let gateway: TestGateway;
let sandboxes: Sandbox[];
let tenant: TestTenant;
let neighbour: TestTenant;
let liveModeKey: string;
let adminKey: string;
let auditorKey: string;
let platformKey: string;

beforeAll(async () => {
  sandboxes = await startSandboxes();
  gateway = await startGateway();
  tenant = await makeTenant(gateway, sandboxes);
  neighbour = await makeTenant(gateway, sandboxes, 'Neighbour');
  const { vendor, account } = sandboxOf('innovatrics');
  await gateway.admin.post(`/v1/admin/tenants/${tenant.id}/provider-accounts`, {
    provider: vendor,
    name: 'live account',
    mode: 'live',
    ...account,
  });
  liveModeKey = await makeKey(gateway.admin, tenant.id, 'app', 'live');
  adminKey = await makeKey(gateway.admin, tenant.id, 'admin', 'test');
  auditorKey = await makeKey(gateway.admin, tenant.id, 'auditor', 'test');
  platformKey = gateway.environment['BOOTSTRAP_ADMIN_KEY'] ?? '';
});
afterAll(async () => {
  await gateway.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

const sandboxOf = (vendor: string): Sandbox => findSandbox(sandboxes, vendor);

async function create(fields: Record<string, unknown> = {}, key = tenant.appKey) {
  const answer = await gateway.as(key).post('/v1/sessions', { provider: 'uqudo', returnUrl, ...fields });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** Adds an entry to the journal of a session that waits for the person. */
async function renew(sessionId: string) {
  const answer = await tenant.app.post(`/v1/sessions/${sessionId}/handoff`);
  expect(answer.status).toBe(200);
  return answer.body;
}

async function journalOf(sessionId: string): Promise<SessionEvent[]> {
  return (await tenant.app.get(`/v1/sessions/${sessionId}/events`)).body.data;
}

async function refusalOf(auth: Auth, headers: Record<string, string> = {}): Promise<unknown> {
  try {
    (await connectLive(gateway.url, auth, headers)).close();
  } catch (error) {
    return (error as { data?: unknown }).data;
  }
  throw new Error('the handshake was accepted');
}

const seqsOf = (events: readonly SessionEvent[]) => events.map(({ seq }) => seq);
const upTo = (last: number, from = 1) =>
  Array.from({ length: Math.max(0, last - from + 1) }, (_, index) => from + index);
const refused = (code: string) => ({ ok: false, error: { code, message: expect.any(String) } });

describe(`on ${storageKind}, a handshake`, () => {
  const parts = (token: string) => token.split('.') as [string, string, string];
  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<[string, (token: string) => Auth | Promise<Auth>]>([
    ['nothing', () => ({})],
    ['an unknown way in', (token) => ({ bearer: token })],
    ['a key and a token', (token) => ({ token, apiKey: tenant.appKey })],
    ['an empty token', () => ({ token: '' })],
    ['a token that is none', () => ({ token: 'none' })],
    ['a token that is no text', () => ({ token: 7 }) as never],
    ['a token that is an object', (token) => ({ token: { token } }) as never],
    ['a key in place of a token', () => ({ token: tenant.appKey })],
    ['a token in place of a key', (token) => ({ apiKey: token })],
    ['a key of the wrong shape', () => ({ apiKey: 'idv_app_test_short' })],
    ['an unknown key', () => ({ apiKey: `idv_app_test_${'0'.repeat(48)}` })],
    [
      'an altered key',
      () => ({ apiKey: tenant.appKey.slice(0, -1) + (tenant.appKey.endsWith('0') ? '1' : '0') }),
    ],
    ['a key of another role', () => ({ apiKey: tenant.appKey.replace('_app_', '_admin_') })],
    [
      'an altered token',
      (token) => {
        const [header, claims, signature] = parts(token);
        const other = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), sub: 'vs_other' };
        return { token: [header, encoded(other), signature].join('.') };
      },
    ],
    [
      'a token signed by nobody',
      (token) => ({ token: [encoded({ alg: 'none' }), parts(token)[1], ''].join('.') }),
    ],
    [
      'a revoked key',
      async () => {
        const made = await gateway.admin.post(`/v1/admin/tenants/${tenant.id}/api-keys`, {
          role: 'app',
          mode: 'test',
          name: 'revoked',
        });
        await gateway.admin.delete(`/v1/admin/tenants/${tenant.id}/api-keys/${made.body.id}`);
        return { apiKey: made.body.secret };
      },
    ],
    [
      'an expired key',
      async () => {
        const made = await gateway.admin.post(`/v1/admin/tenants/${tenant.id}/api-keys`, {
          role: 'app',
          mode: 'test',
          name: 'expired',
          expiresAt: '2020-01-01T00:00:00Z',
        });
        return { apiKey: made.body.secret };
      },
    ],
  ])('with %s is refused as unauthenticated, and is not told why', async (_, authOf) => {
    const { clientToken } = await create();
    const data = await refusalOf(await authOf(clientToken));
    expect(data).toEqual({ code: 'unauthenticated', message: expect.any(String) });
    expect(JSON.stringify(data)).not.toContain(clientToken);
  });

  it.each(['polling', 'websocket'])('over %s without a credential is not let in', async (transport) => {
    const socket = io(`${gateway.url}/status`, {
      transports: [transport],
      reconnection: false,
      forceNew: true,
    });
    const error = await new Promise<{ data?: unknown }>((resolve, reject) => {
      socket.once('connect', () => reject(new Error('let in')));
      socket.once('connect_error', resolve);
    });
    expect(error.data).toMatchObject({ code: 'unauthenticated' });
    socket.close();
  });

  it('in the default namespace opens nothing', async () => {
    const socket = io(gateway.url, { transports: ['websocket'], reconnection: false, forceNew: true });
    await new Promise<void>((resolve) => {
      socket.once('connect', resolve);
      socket.once('connect_error', () => resolve());
    });
    const heard: unknown[] = [];
    socket.onAny((...event: unknown[]) => heard.push(event));
    const { id, clientToken } = await create();
    socket.emit('subscribe', { sessionId: id, after: 0 }, (answer: unknown) => heard.push(answer));
    const live = await connectLive(gateway.url, { token: clientToken });
    await live.subscribe({ after: 2 });
    await renew(id);
    await live.until(ofType('session.handoff_renewed'));
    expect(heard).toEqual([]);
    live.close();
    socket.close();
  });

  it.each([
    'https://app.example.evil.example',
    'https://evil.example/https://app.example',
    'http://app.example',
    'https://app.example:8443',
    'https://APP.example.',
    'null',
    'file://',
    '',
  ])('from the foreign origin "%s" is refused, whatever the credential', async (origin) => {
    const { clientToken } = await create();
    for (const auth of [{ token: clientToken }, { apiKey: tenant.appKey }, { apiKey: platformKey }]) {
      expect(await refusalOf(auth, { origin })).toEqual({ code: 'forbidden', message: expect.any(String) });
    }
  });

  it("from an allowed origin, from the gateway's own and from no browser at all is accepted", async () => {
    const { clientToken } = await create();
    for (const headers of [{}, { origin: 'https://app.example' }, { origin: gateway.url }]) {
      for (const auth of [{ token: clientToken }, { apiKey: tenant.appKey }]) {
        (await connectLive(gateway.url, auth, headers)).close();
      }
    }
    (await connectLive(gateway.url, { apiKey: platformKey }, { origin: gateway.url })).close();
    expect(await refusalOf({ apiKey: platformKey }, { origin: 'https://app.example' })).toMatchObject({
      code: 'forbidden',
    });
  });
});

describe(`on ${storageKind}, a subscription`, () => {
  it.each([
    { after: 0, told: [1, 2, 3, 4] },
    { after: 2, told: [3, 4] },
    { after: 3, told: [4] },
    { after: 4, told: [] },
    { after: 5, told: [] },
    { after: 1_000_000, told: [] },
  ])('after $after tells what came then, and goes on live', async ({ after, told }) => {
    const { id } = await create();
    await renew(id);
    await renew(id);
    const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
    const ack = await live.subscribe({ sessionId: id, after });
    expect(ack).toMatchObject({ ok: true, lastSeq: 4, session: { id, status: 'pending', lastSeq: 4 } });
    expect(seqsOf(live.events)).toEqual(told);
    await renew(id);
    const last = await live.until(({ seq }) => seq === 5);
    expect(last.type).toBe('session.handoff_renewed');
    expect(seqsOf(live.events)).toEqual([...told, 5]);
    expect(live.events).toEqual((await journalOf(id)).filter(({ seq }) => [...told, 5].includes(seq)));
    live.close();
  });

  it('from beyond the end takes nothing from those who are there, before or after', async () => {
    const { id, clientToken } = await create();
    const greedy = await connectLive(gateway.url, { apiKey: tenant.appKey });
    await greedy.subscribe({ sessionId: id, after: 2_147_483_647 });
    const modest = await connectLive(gateway.url, { token: clientToken });
    await modest.subscribe({ after: 0 });
    await greedy.subscribe({ sessionId: id, after: 2_000_000_000 });
    await renew(id);
    await modest.until(({ seq }) => seq === 3);
    await greedy.until(({ seq }) => seq === 3);
    expect(seqsOf(modest.events)).toEqual([1, 2, 3]);
    for (const live of [greedy, modest]) live.close();
  });

  it.each<[string, unknown]>([
    ['a text', 'all'],
    ['a number', 7],
    ['a list', []],
    ['an unknown field', { everything: true }],
    ['a session that is no text', { sessionId: 7 }],
    ['a session that is null', { sessionId: null }],
    ['a session that is an object', { sessionId: { contains: 'vs_' } }],
    ['a session with a very long name', { sessionId: 'v'.repeat(1000) }],
    ['a tenant that is a list', { tenantId: ['ten'] }],
    ['a negative place', { after: -1 }],
    ['half a place', { after: 1.5 }],
    ['a place that is no number', { after: '1' }],
    ['a place beyond all numbers', { after: 9_007_199_254_740_991 }],
    ['a polluted prototype', JSON.parse('{"__proto__": {"sessionId": "x"}, "extra": 1}')],
  ])('to %s is refused as invalid_request, and the connection lives on', async (_, body) => {
    const { id } = await create();
    const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
    expect(await live.subscribe(body)).toEqual(refused('invalid_request'));
    expect(await live.socket.emitWithAck('unsubscribe', body)).toEqual(refused('invalid_request'));
    // Without an acknowledgement asked for, too.
    live.socket.emit('subscribe', body);
    live.socket.emit('unsubscribe', body);
    expect(await live.subscribe({ sessionId: id })).toMatchObject({ ok: true, lastSeq: 2 });
    live.close();
  });

  it('sent as garbage, or to an unknown message, does no harm', async () => {
    const { id } = await create();
    const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
    live.socket.emit('subscribe');
    live.socket.emit('unsubscribe');
    live.socket.emit('subscribe', { sessionId: id }, { sessionId: id }, 'more');
    live.socket.emit('session.event', { seq: 1 });
    live.socket.emit('constructor', {});
    live.socket.emit('subscribe', Buffer.from('binary'));
    expect(await live.subscribe({ sessionId: id })).toMatchObject({ ok: true });
    expect(await gateway.as(null).get('/health/live')).toMatchObject({ status: 200 });
    live.close();
  });

  it('to a session out of reach is not_found, exactly as to one that does not exist', async () => {
    const own = await create();
    const [other, foreign, ofLiveMode] = [
      await create(),
      await create({}, neighbour.appKey),
      await create({ provider: 'innovatrics' }, liveModeKey),
    ];
    const asked = async (auth: Auth, sessionId: string) => {
      const live = await connectLive(gateway.url, auth);
      const answer = await live.subscribe({ sessionId, after: 0 });
      expect(live.events).toEqual([]);
      live.close();
      return answer;
    };
    const missing = await asked({ apiKey: tenant.appKey }, own.id.replace(/.{6}$/, '000000'));
    expect(missing).toEqual(refused('not_found'));
    expect(await asked({ token: own.clientToken }, other.id)).toEqual(missing);
    expect(await asked({ token: own.clientToken }, foreign.id)).toEqual(missing);
    expect(await asked({ apiKey: tenant.appKey }, foreign.id)).toEqual(missing);
    expect(await asked({ apiKey: tenant.appKey }, ofLiveMode.id)).toEqual(missing);
    expect(await asked({ apiKey: liveModeKey }, own.id)).toEqual(missing);
    expect(await asked({ apiKey: adminKey }, foreign.id)).toEqual(missing);
    expect(await asked({ apiKey: auditorKey }, foreign.id)).toEqual(missing);
    expect(await asked({ apiKey: tenant.appKey }, 'no id at all')).toEqual(missing);
    expect(await asked({ apiKey: tenant.appKey }, '\0')).toEqual(missing);
  });

  it('shows the hand-off to the app and to the person, and to nobody else', async () => {
    const { id, clientToken } = await create();
    const asked = async (auth: Auth) => {
      const live = await connectLive(gateway.url, auth);
      const { session } = await live.subscribe({ sessionId: id });
      live.close();
      return session;
    };
    const { handoff } = (await tenant.app.get(`/v1/sessions/${id}`)).body;
    expect(handoff.text).toEqual(expect.any(String));
    expect(await asked({ apiKey: tenant.appKey })).toMatchObject({ id, handoff });
    const ofPerson = await asked({ token: clientToken });
    expect(ofPerson).toMatchObject({ id, handoff });
    for (const kept of ['tenantId', 'refId', 'externalId', 'metadata', 'decision', 'provider']) {
      expect(ofPerson).not.toHaveProperty(kept);
    }
    for (const apiKey of [adminKey, auditorKey, platformKey]) {
      const session = await asked({ apiKey });
      expect(session).toMatchObject({ id, handoff: null });
      expect(JSON.stringify(session)).not.toContain(handoff.text);
    }
  });

  it('of a client token is there without asking, and for its own session alone', async () => {
    const [own, other] = [await create(), await create()];
    const live = await connectLive(gateway.url, { token: own.clientToken });
    const witness = await connectLive(gateway.url, { apiKey: tenant.appKey });
    for (const { id } of [own, other]) await witness.subscribe({ sessionId: id });
    await renew(other.id);
    await renew(own.id);
    expect((await live.until(() => true)).sessionId).toBe(own.id);
    await witness.until(({ sessionId }) => sessionId === other.id);
    // Naming a tenant opens no feed to it.
    expect(await live.subscribe({ tenantId: tenant.id })).toMatchObject({
      ok: true,
      session: { id: own.id },
    });
    await renew(other.id);
    await renew(own.id);
    await live.until(({ seq }) => seq === 4);
    expect(new Set(live.events.map(({ sessionId }) => sessionId))).toEqual(new Set([own.id]));
    for (const each of [live, witness]) each.close();
  });

  it('ends with unsubscribe, for this socket and session alone', async () => {
    const [left, kept] = [await create(), await create()];
    const [leaver, stayer] = [
      await connectLive(gateway.url, { apiKey: tenant.appKey }),
      await connectLive(gateway.url, { apiKey: tenant.appKey }),
    ];
    for (const live of [leaver, stayer]) {
      for (const { id } of [left, kept])
        expect(await live.subscribe({ sessionId: id })).toMatchObject({ ok: true });
    }
    expect(await leaver.socket.emitWithAck('unsubscribe', { sessionId: left.id })).toMatchObject({
      ok: true,
    });
    await renew(left.id);
    await renew(kept.id);
    await stayer.until(({ sessionId }) => sessionId === left.id);
    await leaver.until(({ sessionId }) => sessionId === kept.id);
    expect(leaver.events.map(({ sessionId }) => sessionId)).toEqual([kept.id]);
    // And may begin anew where it left off.
    await leaver.subscribe({ sessionId: left.id, after: 2 });
    expect(leaver.events.map(({ sessionId, seq }) => [sessionId, seq])).toEqual([
      [kept.id, 3],
      [left.id, 3],
    ]);
    for (const live of [leaver, stayer]) live.close();
  });
});

describe(`on ${storageKind}, a connection whose credential has ended`, () => {
  const ended = (live: LiveClient) =>
    new Promise<string>((resolve) => live.socket.once('disconnect', (reason) => resolve(reason)));

  async function made() {
    const keys = `/v1/admin/tenants/${tenant.id}/api-keys`;
    const { body } = await gateway.admin.post(keys, { role: 'app', mode: 'test', name: 'live' });
    return { apiKey: body.secret as string, revoke: () => gateway.admin.delete(`${keys}/${body.id}`) };
  }

  it('by revocation learns nothing more by asking, and is closed; those of other keys stay open', async () => {
    const { id } = await create();
    const { apiKey, revoke } = await made();
    const [live, other] = [
      await connectLive(gateway.url, { apiKey }),
      await connectLive(gateway.url, { apiKey: tenant.appKey }),
    ];
    expect(await live.subscribe({})).toMatchObject({ ok: true });
    expect((await revoke()).status).toBe(204);
    const closed = ended(live);
    expect(await live.subscribe({ sessionId: id, after: 0 })).toEqual(refused('unauthenticated'));
    expect(await closed).toBe('io server disconnect');
    expect(live.events).toEqual([]);
    expect(await other.subscribe({ sessionId: id })).toMatchObject({ ok: true });
    other.close();
  });

  it('as a client token does is closed', async () => {
    const of = await startGateway();
    const { app } = await makeTenant(of, [sandboxOf('vove')]);
    const { body } = await app.post('/v1/sessions', { expiresInSeconds: 60 });
    const live = await connectLive(of.url, { token: body.clientToken });
    const closed = ended(live);
    of.clock.advance(60 + 900 + 1);
    expect(await closed).toBe('io server disconnect');
    await of.close();
  });
});

describe(`on ${storageKind}, a feed`, () => {
  it('of an app key tells of all sessions of its tenant and mode, and of no other', async () => {
    const feeds = await Promise.all(
      [tenant.appKey, liveModeKey, neighbour.appKey].map((apiKey) => connectLive(gateway.url, { apiKey })),
    );
    for (const feed of feeds) expect(await feed.subscribe({})).toMatchObject({ ok: true, session: null });
    const [ofTest, ofLive, ofNeighbour] = [
      await create({}),
      await create({ provider: 'innovatrics' }, liveModeKey),
      await create({}, neighbour.appKey),
    ];
    const sessions = [ofTest, ofLive, ofNeighbour];
    for (const [index, feed] of feeds.entries()) {
      await feed.until(({ sessionId, seq }) => sessionId === sessions[index].id && seq === 2);
    }
    for (const [index, feed] of feeds.entries()) {
      expect(feed.events.map(({ sessionId, seq }) => [sessionId, seq])).toEqual([
        [sessions[index].id, 1],
        [sessions[index].id, 2],
      ]);
      feed.close();
    }
  });

  it('of an admin or auditor key tells of both modes of its tenant', async () => {
    const feeds = await Promise.all(
      [adminKey, auditorKey].map((apiKey) => connectLive(gateway.url, { apiKey })),
    );
    for (const feed of feeds) await feed.subscribe(undefined);
    await create({}, neighbour.appKey);
    const ids = [(await create()).id, (await create({ provider: 'innovatrics' }, liveModeKey)).id];
    for (const feed of feeds) {
      await feed.until(({ sessionId, seq }) => sessionId === ids[1] && seq === 2);
      expect([...new Set(feed.events.map(({ sessionId }) => sessionId))]).toEqual(ids);
      feed.close();
    }
  });

  it('of another tenant is not_found', async () => {
    for (const apiKey of [tenant.appKey, adminKey, auditorKey]) {
      const live = await connectLive(gateway.url, { apiKey });
      expect(await live.subscribe({ tenantId: neighbour.id })).toEqual(refused('not_found'));
      expect(await live.subscribe({ tenantId: tenant.id })).toMatchObject({ ok: true });
      live.close();
    }
  });

  it('of the platform needs the name of a tenant, and tells of that tenant alone', async () => {
    const live = await connectLive(gateway.url, { apiKey: platformKey });
    expect(await live.subscribe({})).toEqual(refused('invalid_request'));
    expect(await live.subscribe({ tenantId: neighbour.id })).toMatchObject({ ok: true });
    await create();
    const { id } = await create({}, neighbour.appKey);
    await live.until(({ seq }) => seq === 2);
    expect(live.events.map(({ sessionId }) => sessionId)).toEqual([id, id]);
    live.close();
  });

  it('and a subscription of the same socket tell each new event once', async () => {
    const { id } = await create();
    const live = await connectLive(gateway.url, { apiKey: tenant.appKey });
    await live.subscribe({});
    await live.subscribe({ sessionId: id });
    await renew(id);
    await renew(id);
    await live.until(({ seq }) => seq === 4);
    expect(seqsOf(live.events)).toEqual([3, 4]);
    live.close();
  });
});

/** Follows one session as a careful client does: whenever the connection drops, it comes back with what it has. */
class Follower {
  readonly seen: SessionEvent[] = [];
  private live: LiveClient | undefined;

  constructor(
    private readonly sessionId: string,
    private readonly auth: Auth,
  ) {}

  async join(): Promise<void> {
    this.live = await connectLive(gateway.url, this.auth);
    await this.live.subscribe({ sessionId: this.sessionId, after: this.last });
  }

  async comeBack(): Promise<void> {
    this.leave();
    await this.join();
  }

  async finish(last: number): Promise<void> {
    if (this.last < last) await this.live?.until(({ seq }) => seq === last);
    this.leave();
  }

  private leave(): void {
    this.live?.close();
    this.seen.push(...(this.live?.events ?? []));
    this.live = undefined;
  }

  private get last(): number {
    return Math.max(0, ...seqsOf(this.seen), ...seqsOf(this.live?.events ?? []));
  }
}

function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe(`on ${storageKind}, whoever joins, drops and comes back at whatever moment`, () => {
  const seeds = [1, 2, randomInt(2 ** 31)];

  it.each(seeds)('sees 1…n in order, without hole or double (seed %i)', async (seed) => {
    const roll = dice(seed);
    const { id } = await create({ refId: randomUUID() });
    const control = controlOf(sandboxOf('uqudo'));
    const early = new Follower(id, { apiKey: tenant.appKey });
    await early.join();
    const followers = [early];
    const turns = [Promise.resolve()];
    /** Not waited for: it happens while the session goes on. Of one follower one thing after the other. */
    const somebodyMoves = () => {
      if (roll(3) > 0 || followers.length > 11) {
        const index = roll(followers.length);
        const follower = followers[index]!;
        turns[index] = turns[index]!.then(() => follower.comeBack());
      } else {
        const key = [tenant.appKey, adminKey, auditorKey, platformKey][roll(4)]!;
        const follower = new Follower(id, { apiKey: key });
        followers.push(follower);
        turns.push(follower.join());
      }
    };
    const during = async <T>(work: Promise<T>): Promise<T> => {
      for (let moves = roll(3); moves > 0; moves -= 1) somebodyMoves();
      return work;
    };

    let { handoff } = await during(renew(id));
    for (let renewals = 4; renewals > 0; renewals -= 1) ({ handoff } = await during(renew(id)));
    for (const stage of ['opened', 'in_progress', 'processing', 'end'] as const) {
      await during(control.play(handoff, 'approved', stage));
      somebodyMoves();
    }
    const decided = await connectLive(gateway.url, { apiKey: tenant.appKey });
    await decided.subscribe({ sessionId: id, after: 0 });
    await during(decided.until(ofType('session.approved')));
    decided.close();
    for (let looks = 5; looks > 0; looks -= 1) {
      expect((await during(tenant.app.get(`/v1/sessions/${id}/result`))).status).toBe(200);
    }

    const late = new Follower(id, { apiKey: tenant.appKey });
    followers.push(late);
    turns.push(late.join());
    await Promise.all(turns);
    const journal = await journalOf(id);
    const last = journal.length;
    expect(last).toBeGreaterThan(12);
    expect(seqsOf(journal)).toEqual(upTo(last));
    await Promise.all(followers.map((follower) => follower.finish(last)));
    for (const follower of followers) expect(follower.seen).toEqual(journal);
  });

  it('also as a browser that renews, reloads and goes offline misses nothing', async () => {
    const { id, clientToken } = await create({ refId: randomUUID() });
    const browser = new Follower(id, { token: clientToken });
    await browser.join();
    for (let reloads = 3; reloads > 0; reloads -= 1) await Promise.all([renew(id), browser.comeBack()]);
    const { handoff } = await renew(id);
    await Promise.all([controlOf(sandboxOf('uqudo')).play(handoff, 'declined'), browser.comeBack()]);
    const watcher = await connectLive(gateway.url, { token: clientToken });
    await watcher.subscribe({ after: 0 });
    await watcher.until(ofType('session.declined'));
    watcher.close();
    const journal = await journalOf(id);
    await browser.finish(journal.length);
    // Delivery to a browser is at least once: it knows what it has seen by `seq`.
    const bySeq = new Map(browser.seen.map((event) => [event.seq, event]));
    expect([...bySeq.values()].sort((one, two) => one.seq - two.seq)).toEqual(journal);
  });

  it('of a tenant with several sessions at once sees each of them in order, from its first entry on', async () => {
    const feed = await connectLive(gateway.url, { apiKey: tenant.appKey });
    await feed.subscribe({});
    const ids = await Promise.all(
      ['approved', 'declined', 'approved', 'declined', 'review'].map(async (play) => {
        const { id } = await create({ refId: randomUUID() });
        const { handoff } = await renew(id);
        await controlOf(sandboxOf('uqudo')).play(handoff, play as 'approved');
        return id;
      }),
    );
    for (const id of ids) {
      await feed.until(({ sessionId, type }) => sessionId === id && /approved|declined|in_review/.test(type));
      const journal = await journalOf(id);
      await feed.until(({ sessionId, seq }) => sessionId === id && seq === journal.length);
      expect(feed.events.filter(({ sessionId }) => sessionId === id)).toEqual(journal);
    }
    feed.close();
  });
});

it(`on ${storageKind}, no event holds a hand-off secret, a client token or anything personal`, async () => {
  const [firstName, email] = [plant(`Name${randomUUID()}`), plant(`${randomUUID()}@person.example`)];
  const feed = await connectLive(gateway.url, { apiKey: tenant.appKey });
  await feed.subscribe({});
  const secrets: string[] = [firstName, email];
  for (const { vendor } of sandboxes) {
    const session = await create({ provider: vendor, applicant: { firstName, email } });
    const renewed = await renew(session.id);
    for (const { handoff, clientToken, hostedUrl } of [session, renewed]) {
      const { text, deepLink, url, token } = handoff;
      secrets.push(...[text, deepLink, url, token, clientToken, hostedUrl].filter((value) => value != null));
    }
    await controlOf(sandboxOf(vendor)).play(renewed.handoff, 'approved');
    await feed.until(({ sessionId, type }) => sessionId === session.id && type === 'session.approved');
    const { person, documents } = (await tenant.app.get(`/v1/sessions/${session.id}/result`)).body;
    await feed.until(({ sessionId, type }) => sessionId === session.id && type === 'session.result_viewed');
    const personal = [person.lastName, person.fullName, person.dateOfBirth, documents[0].number];
    secrets.push(...personal.filter((value) => typeof value === 'string' && value.length > 3));
  }
  feed.close();
  const told = JSON.stringify(feed.events);
  expect(secrets.length).toBeGreaterThan(20);
  for (const secret of secrets) expect(told).not.toContain(secret);
});
