import { randomUUID } from 'node:crypto';
import type { Sandbox } from '../../kit/sandbox.js';

interface Begun {
  accessToken: string;
  sessionId: string;
  webEnrolmentUrl: string;
}

/** Calls the vendor's API by its documents alone. */
export function innovatricsClient({ url, account }: Sandbox) {
  const { username = '', password = '' } = account.credentials;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  const call = (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = { authorization },
  ) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const initialize = (more: Record<string, unknown> = {}) =>
    call('POST', '/enrolment/initialize', {
      sessionId: randomUUID(),
      returnUrl: 'https://shop.example/back',
      ...more,
    });
  const data = (id: string, path: string) => call('GET', `/data/${id}${path}`);
  const read = async (id: string, path: string) =>
    (await (await data(id, path)).json()) as Record<string, unknown>;
  return {
    call,
    data,
    initialize,
    read,
    begin: async (more?: Record<string, unknown>) => (await (await initialize(more)).json()) as Begun,
    status: async (id: string) => (await read(id, '/status'))['status'],
    act: (token: string, action: string) =>
      fetch(`${url}/web-enrolment/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, action }),
      }),
  };
}

export function tokenIn(webEnrolmentUrl: string): string {
  return new URL(webEnrolmentUrl).searchParams.get('token') ?? '';
}
