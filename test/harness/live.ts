import { io, type Socket } from 'socket.io-client';
import type { SessionEvent } from '../../src/journal/session-event.js';

/** A real socket.io client that remembers what it was sent. */
export interface LiveClient {
  readonly socket: Socket;
  readonly events: SessionEvent[];
  /** Resolves with the first event, past or to come, that fits. Rejects after 20 s. */
  until(fits: (event: SessionEvent) => boolean): Promise<SessionEvent>;
  subscribe(body: unknown): Promise<{
    ok: boolean;
    session?: Record<string, unknown> | null;
    lastSeq?: number | null;
    error?: { code: string };
  }>;
  close(): void;
}

const patienceMs = 20_000;

export async function connectLive(
  url: string,
  auth: Record<string, string>,
  extraHeaders: Record<string, string> = {},
): Promise<LiveClient> {
  const socket = io(`${url}/status`, {
    auth,
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders,
  });
  const events: SessionEvent[] = [];
  const waiting = new Set<() => void>();
  socket.on('session.event', (event: SessionEvent) => {
    events.push(event);
    for (const look of waiting) look();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', (error) => {
      socket.close();
      reject(error);
    });
  });
  return {
    socket,
    events,
    until: (fits) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(
            new Error(`no such event among: ${events.map(({ seq, type }) => `${seq} ${type}`).join(', ')}`),
          );
        }, patienceMs);
        const look = () => {
          const found = events.find(fits);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    subscribe: (body) => socket.emitWithAck('subscribe', body) as ReturnType<LiveClient['subscribe']>,
    close: () => socket.close(),
  };
}

export function ofType(type: string): (event: SessionEvent) => boolean {
  return (event) => event.type === type;
}
