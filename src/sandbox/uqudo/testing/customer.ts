import { once } from 'node:events';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Sandbox, SandboxOptions } from '../../kit/sandbox.js';
import { controlOf } from '../../kit/testing/control.js';
import { startUqudoSandbox } from '../index.js';

const created = z.object({
  sessionId: z.string(),
  qrCodeText: z.string(),
  qrCodeTextWithDynamicLink: z.string(),
});
const sessions = z.object({
  data: z.array(z.object({ id: z.string(), status: z.string(), listeners: z.number() })),
});
export type Created = z.infer<typeof created>;

/** A customer of uqudo for the tests: speaks to the sandbox over real sockets only. */
export class Customer {
  readonly control;

  private constructor(readonly sandbox: Sandbox) {
    this.control = controlOf(sandbox);
  }

  static async of(options: SandboxOptions = {}): Promise<Customer> {
    return new Customer(await startUqudoSandbox(options));
  }

  async disturb(name: string, more: Record<string, unknown> = {}): Promise<void> {
    const { status } = await this.control.disturb(name, more);
    if (status !== 201) throw new Error(`${name} was answered ${status}`);
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.sandbox.url}${path}`, init);
  }

  askToken(clientSecret = this.sandbox.account.credentials.clientSecret ?? ''): Promise<Response> {
    const client_id = this.sandbox.account.credentials.clientId ?? '';
    const form = { grant_type: 'client_credentials', client_id, client_secret: clientSecret };
    return this.fetch('/api/oauth/token', { method: 'POST', body: new URLSearchParams(form) });
  }

  async token(): Promise<string> {
    return z.object({ access_token: z.string() }).parse(await (await this.askToken()).json()).access_token;
  }

  /** A call with a fresh access token. */
  async call(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await this.token()}`);
    return this.fetch(path, { ...init, headers });
  }

  /** `data`: uqudo's reader configuration, or any text of an own app. */
  async create(data: object | string = 'opaque'): Promise<Created> {
    const text = typeof data === 'string' ? data : Buffer.from(JSON.stringify(data)).toString('base64');
    const answer = await this.call('/api/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: text }),
    });
    return created.parse(await answer.json());
  }

  async jws(sessionId: string): Promise<string> {
    return (await this.call(`/api/v1/info/${sessionId}`)).text();
  }

  /** The claims, after all checks that uqudo's customers are to make. */
  async verified(sessionId: string, jws?: string): Promise<JWTPayload & Record<string, unknown>> {
    const keys = createRemoteJWKSet(new URL(`${this.sandbox.url}/api/.well-known/jwks.json`));
    const { payload } = await jwtVerify(jws ?? (await this.jws(sessionId)), keys, {
      algorithms: ['RS256'],
      issuer: 'https://id.uqudo.io',
      audience: this.sandbox.account.credentials.clientId ?? '',
    });
    if (payload.jti !== sessionId) throw new Error('the result names another session');
    return payload;
  }

  /** Creates, plays to the end, and reads the verified `data`. */
  async resultOf(data: object | string, outcome = 'approved'): Promise<Record<string, unknown>> {
    const { sessionId } = await this.create(data);
    await this.control.play(sessionId, outcome);
    return z.record(z.string(), z.unknown()).parse((await this.verified(sessionId)).data);
  }

  connect(): WebSocket {
    return new WebSocket(`${String(this.sandbox.account.settings.socketUrl)}/ws/v1/session`);
  }

  /** Listens, and returns once the sandbox knows it. */
  async listen({ sessionId, qrCodeText }: Created): Promise<{ frames: string[]; socket: WebSocket }> {
    const socket = this.connect();
    const frames: string[] = [];
    socket.on('message', (message: Buffer) => frames.push(message.toString()));
    await once(socket, 'open');
    socket.send(qrCodeText);
    while ((await this.listeners(sessionId)) === 0) continue;
    return { frames, socket };
  }

  async listeners(sessionId: string): Promise<number> {
    return (await this.session(sessionId))?.listeners ?? 0;
  }

  async session(sessionId: string) {
    const { data } = sessions.parse(await (await this.fetch('/_sandbox/sessions')).json());
    return data.find(({ id }) => id === sessionId);
  }

  /** All frames sent so far have arrived once a ping, sent after them, is answered. */
  async settled({
    frames,
    socket,
  }: {
    frames: string[];
    socket: WebSocket;
  }): Promise<(string | undefined)[]> {
    socket.ping();
    await once(socket, 'pong');
    return frames.map((frame) => /"service":"(\w+)"/.exec(frame)?.[1]);
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }
}

export const everyStep = {
  documents: [{ documentType: 'UAE_ID', reading: { enabled: true } }],
  facialRecognition: { enabled: true },
  backgroundCheck: { enabled: true, checkType: 'DOW_JONES' },
};
export const passportAndFace = {
  documents: [{ documentType: 'PASSPORT' }],
  facialRecognition: { enabled: true },
};
