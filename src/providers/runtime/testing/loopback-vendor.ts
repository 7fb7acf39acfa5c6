import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One thing that a vendor can do with a call. */
export type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

export const answers =
  (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
  (_request, response) =>
    response.writeHead(status, headers).end(body);
/** The work may have been done, the answer never arrives. */
export const losesTheAnswer: Behaviour = (request) => request.socket.destroy();
export const hangs: Behaviour = () => undefined;

export interface ReceivedCall {
  /** Milliseconds of a monotonic clock. */
  readonly at: number;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
}

/** A server on loopback that does as it is told, and remembers what reached it. */
export async function startLoopbackVendor() {
  let behaviour: Behaviour = answers(200);
  let script: Behaviour[] = [];
  let calls: ReceivedCall[] = [];
  const waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    calls.push({ at: performance.now(), method: request.method ?? '', headers: request.headers });
    for (const look of waiting) look();
    (script.shift() ?? behaviour)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls: () => calls,
    /** Does these in turn and then, for ever, the last. Forgets what came before. */
    does: (...behaviours: [Behaviour, ...Behaviour[]]) => {
      script = behaviours.slice(0, -1);
      behaviour = behaviours.at(-1) ?? behaviour;
      calls = [];
    },
    /** Resolves when so many calls have come in. */
    received: (count: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (calls.length >= count) resolve();
        };
        waiting.push(look);
        look();
      }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type LoopbackVendor = Awaited<ReturnType<typeof startLoopbackVendor>>;
