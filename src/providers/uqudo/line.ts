import { on, once } from 'node:events';
import type { RawData, WebSocket } from 'ws';
import { ProviderError } from '../kit/errors.js';
import type { UqudoContext } from './context.js';
import { serviceOf } from './frames.js';

/**
 * One connection to uqudo's socket. However it breaks it just ends; a socket that no longer answers
 * pings is cut, since a dead one looks like a silent one.
 */
export class Line {
  private readonly socket: WebSocket;
  private readonly frames: AsyncIterableIterator<unknown[]>;
  private readonly opening: Promise<boolean>;
  private readonly heartbeat: NodeJS.Timeout;
  private alive = false;

  constructor(ctx: UqudoContext, qrCodeText: string, heartbeatMs: number) {
    this.socket = openSocket(ctx);
    // Without a listener a late error would end the process.
    this.socket.on('error', () => undefined);
    this.socket.once('open', () => {
      this.alive = true;
      // The text itself, not JSON: it is what authenticates the connection.
      this.socket.send(qrCodeText, () => undefined);
    });
    this.socket.on('pong', () => (this.alive = true));
    this.socket.on('message', () => (this.alive = true));
    // Listens from now on: a frame may come before anybody asks for it.
    this.frames = on(this.socket, 'message', { signal: ctx.signal, close: ['close'] });
    this.opening = Promise.race([
      once(this.socket, 'open', { signal: ctx.signal }).then(() => true),
      once(this.socket, 'close').then(() => false),
    ]).catch(() => false);
    this.heartbeat = setInterval(() => this.beat(), heartbeatMs);
  }

  /** Whether the connection came about. */
  opened(): Promise<boolean> {
    return this.opening;
  }

  /** The words of the frames, until the connection ends. */
  async *services(): AsyncGenerator<string, void, undefined> {
    for await (const [data] of untilBroken(this.frames)) {
      const service = serviceOf(textOf(data as RawData));
      if (service !== null) yield service;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.heartbeat);
    this.socket.terminate();
    await this.frames.return?.();
  }

  private beat(): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    if (!this.alive) this.socket.terminate();
    else this.socket.ping();
    this.alive = false;
  }
}

/** Aborted or broken: either way nothing more comes. */
async function* untilBroken(
  frames: AsyncIterableIterator<unknown[]>,
): AsyncGenerator<unknown[], void, undefined> {
  for (;;) {
    const next = await frames.next().catch(() => null);
    if (next === null || next.done === true) return;
    yield next.value;
  }
}

function openSocket(ctx: UqudoContext): WebSocket {
  try {
    return ctx.openSocket(new URL('/ws/v1/session', ctx.account.settings.socketUrl).href);
  } catch {
    throw new ProviderError('unavailable', { operation: 'session.follow', cause: 'socket_refused' });
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data as ArrayBuffer).toString('utf8');
}
