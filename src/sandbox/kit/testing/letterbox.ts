import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedLetter {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: Record<string, unknown>;
}

export interface Letterbox {
  readonly url: string;
  /** Resolves as soon as so many have come in since the last call of `empty`. */
  received(count: number): Promise<ReceivedLetter[]>;
  empty(): void;
  /** The statuses of the next answers; after them all are 204. */
  answerWith(...statuses: number[]): void;
  close(): Promise<void>;
}

/** A real endpoint for webhooks. */
export async function startLetterbox(): Promise<Letterbox> {
  const letters: ReceivedLetter[] = [];
  const answers: number[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      letters.push({ headers: request.headers, raw, body: JSON.parse(raw) as Record<string, unknown> });
      response.writeHead(answers.shift() ?? 204).end(() => waiting.forEach((check) => check()));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: (count) =>
      new Promise((resolve) => {
        const check = () => {
          if (letters.length < count) return;
          waiting.delete(check);
          resolve([...letters]);
        };
        waiting.add(check);
        check();
      }),
    empty: () => letters.splice(0),
    answerWith: (...statuses) => void answers.push(...statuses),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
