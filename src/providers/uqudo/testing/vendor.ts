import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { WebSocketServer, type WebSocket } from 'ws';
import type { TestAccount } from './context.js';

/** A few lines of uqudo on a free port, for specs that need its wire and nothing of its behaviour. */
export class TestVendor {
  readonly calls: string[] = [];
  readonly bodies: string[] = [];
  /** Every text that a socket's first frame held. */
  readonly greetings: string[] = [];
  /** Session id → body of the result. */
  readonly results = new Map<string, string>();
  readonly answers = new Map<string, { status: number; body: string }>();
  tokens = 0;
  accepted = '';
  kid = 'key-1';
  onGreeting: (socket: WebSocket, connection: number) => void = () => undefined;

  private constructor(
    private keys: { publicKey: CryptoKey; privateKey: CryptoKey },
    private readonly server = createServer((request, response) => void this.serve(request, response)),
    private readonly sockets = new WebSocketServer({ server, path: '/ws/v1/session' }),
  ) {
    this.sockets.on('connection', (socket) => {
      socket.once('message', (text: Buffer) => {
        this.greetings.push(text.toString('utf8'));
        this.onGreeting(socket, this.greetings.length);
      });
    });
  }

  static async start(): Promise<TestVendor> {
    const vendor = new TestVendor(await generateKeyPair('RS256', { extractable: true }));
    await new Promise<void>((resolve) => vendor.server.listen(0, '127.0.0.1', resolve));
    return vendor;
  }

  get account(): TestAccount {
    const host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const http = `http://${host}`;
    return {
      settings: { authUrl: http, sessionUrl: http, socketUrl: `ws://${host}`, infoUrl: http },
      credentials: { clientId: 'client-1', clientSecret: 'invented-secret' },
    };
  }

  /** A result like uqudo's, with the claims changed as wanted. */
  sign(jti: string, data: unknown, claims: Record<string, unknown> = {}, at = Date.now()): Promise<string> {
    const seconds = Math.floor(at / 1000);
    const usual = {
      iss: 'https://id.uqudo.io',
      aud: 'client-1',
      jti,
      iat: seconds,
      exp: seconds + 1800,
      data,
    };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: this.kid })
      .sign(this.keys.privateKey);
  }

  async rotate(kid: string): Promise<void> {
    this.keys = await generateKeyPair('RS256', { extractable: true });
    this.kid = kid;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await request.toArray()).join('');
    const call = `${request.method} ${request.url}`;
    this.calls.push(call);
    this.bodies.push(body);
    const { status, body: answer } = this.answers.get(call) ?? (await this.answer(call, request));
    response.writeHead(status).end(answer);
  }

  private async answer(
    call: string,
    { headers }: IncomingMessage,
  ): Promise<{ status: number; body: string }> {
    if (call === 'POST /api/oauth/token') {
      this.accepted = `token-${(this.tokens += 1)}`;
      return json(200, { access_token: this.accepted, token_type: 'bearer', expires_in: '1800' });
    }
    if (call.endsWith('jwks.json'))
      return json(200, { keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: this.kid }] });
    if (call.startsWith('DELETE /api/v1/session/')) return { status: 204, body: '' };
    if (headers.authorization !== `Bearer ${this.accepted}`) return json(401, {});
    if (call === 'POST /api/v1/session') {
      return json(200, {
        sessionId: randomUUID(),
        qrCodeText: 'qr/text',
        qrCodeTextWithDynamicLink: 'https://app.example/?qr',
      });
    }
    const id = call.slice('GET /api/v1/info/'.length) || String(headers['uq-session-id']);
    const result = this.results.get(id);
    return result === undefined
      ? json(400, { error: 'SESSION_EXPIRED_OR_NOT_FOUND' })
      : { status: 200, body: result };
  }
}

function json(status: number, body: unknown): { status: number; body: string } {
  return { status, body: JSON.stringify(body) };
}
