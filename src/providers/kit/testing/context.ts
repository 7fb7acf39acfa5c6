import { Readable } from 'node:stream';
import { providerHttp, VendorConnections } from '../../runtime/provider-http.js';
import type { HttpAnswer, HttpCall, ProviderContext, ProviderHttp } from '../context.js';
import { ProviderError } from '../errors.js';

/** A context for an account with this HTTP client; without memory and sockets. */
export function contextWith<S, C>(
  http: ProviderHttp,
  account: { settings: S; credentials: C },
): ProviderContext<S, C> {
  return {
    account: { id: 'pac_test', mode: 'test', ...account },
    http,
    memory: { get: async (_key, load) => (await load()).value, forget: () => undefined },
    signal: new AbortController().signal,
    now: () => new Date(),
    openSocket: () => {
      throw new ProviderError('unavailable', { operation: 'socket' });
    },
  };
}

/** The gateway's own client, for the sandbox. */
export function wire(): { http: ProviderHttp; close(): Promise<void> } {
  const connections = new VendorConnections(true);
  const http = providerHttp(connections, new AbortController().signal, () => undefined);
  return { http, close: () => connections.close() };
}

/** Answers from a table, for bodies that no server would send. Keeps the calls. */
export function answering(answer: (call: HttpCall) => { status?: number; body: unknown }): ProviderHttp & {
  readonly calls: HttpCall[];
} {
  const calls: HttpCall[] = [];
  const send = async (call: HttpCall) => {
    calls.push(call);
    const { status = 200, body } = answer(call);
    return answerOf(call.operation, status, body === undefined ? '' : JSON.stringify(body));
  };
  return {
    calls,
    send,
    open: async (call) => {
      const { status, headers, bytes } = await send(call);
      return { status, headers, body: Readable.from([bytes]) };
    },
  };
}

function answerOf(operation: string, status: number, text: string): HttpAnswer {
  return {
    status,
    headers: {},
    bytes: Buffer.from(text),
    text: () => text,
    json: () => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new ProviderError('malformed', { operation, cause: 'not JSON' });
      }
    },
  };
}
