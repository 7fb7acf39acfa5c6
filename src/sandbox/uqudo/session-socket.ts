import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Service } from './asked-flow.js';
import { numberIn, type Strikes } from './disturbances.js';
import { FrameOrder } from './frame-order.js';
import type { Sessions, UqudoSession } from './sessions.js';

/**
 * Tells listeners how the phone gets on. Frames with nobody listening are lost, as uqudo promises no replay:
 * the result is what counts. Close codes are undocumented; these are ours.
 */
export class SessionSocket {
  private readonly connections = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  private readonly listeners = new Map<string, Set<WebSocket>>();
  private readonly order: FrameOrder;

  constructor(
    private readonly sessions: Sessions,
    private readonly strikes: Strikes,
  ) {
    this.order = new FrameOrder(strikes);
  }

  serve(server: FastifyInstance): void {
    server.server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      if (new URL(request.url ?? '/', 'http://sandbox').pathname !== '/ws/v1/session')
        return refuse(stream, 404);
      const refused = this.strikes('socket_refused');
      if (refused) return refuse(stream, numberIn(refused, 503));
      this.connections.handleUpgrade(request, stream, head, (connection) => this.greet(connection));
    });
    // Fastify closes HTTP connections only; an open web socket would keep the server from closing.
    server.addHook('preClose', (done) => {
      this.clear();
      this.connections.close(() => done());
    });
  }

  listenersOf(session: UqudoSession): number {
    return this.listeners.get(session.id)?.size ?? 0;
  }

  tell(session: UqudoSession, service: Service): void {
    const frames = this.order.framesFor(session, service);
    if (this.strikes('socket_silent', session.id)) return;
    const drop = service === 'INFO' ? this.strikes('socket_drop_before_info', session.id) : undefined;
    if (drop) return this.hangUp(session, drop.value === undefined ? 'cut' : numberIn(drop, 1011));
    for (const connection of this.listeners.get(session.id) ?? []) {
      for (const frame of frames) connection.send(frame);
    }
  }

  hangUp(session: UqudoSession, how: number | 'cut' = 1000): void {
    for (const connection of this.listeners.get(session.id) ?? []) {
      if (how === 'cut') connection.terminate();
      else connection.close(how);
    }
    this.listeners.delete(session.id);
  }

  clear(): void {
    for (const connection of this.connections.clients) connection.terminate();
    this.listeners.clear();
  }

  private greet(connection: WebSocket): void {
    connection.on('error', () => connection.terminate());
    connection.once('message', (message, isBinary) => {
      const session = isBinary ? undefined : this.sessions.live(textOf(message));
      if (!session) return connection.close(1008);
      const closed = this.strikes('socket_closed', session.id);
      if (closed) return connection.close(numberIn(closed, 1008));
      this.attach(connection, session);
    });
  }

  private attach(connection: WebSocket, session: UqudoSession): void {
    const others = this.listeners.get(session.id) ?? new Set();
    this.listeners.set(session.id, others.add(connection));
    connection.on('close', () => {
      others.delete(connection);
      if (others.size === 0) this.listeners.delete(session.id);
    });
    if (!this.strikes('frames_replayed', session.id)) return;
    for (const frame of this.order.sentSoFar(session)) connection.send(frame);
  }
}

function textOf(message: RawData): string {
  return Buffer.isBuffer(message) ? message.toString('utf8') : '';
}

function refuse(stream: Duplex, status: number): void {
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
