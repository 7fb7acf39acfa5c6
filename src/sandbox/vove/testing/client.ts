import type { Sandbox } from '../../kit/sandbox.js';

interface Made {
  token: string;
  refId: string;
  sessionId: string;
}

/** Calls the vendor's API by its documents alone. */
export function voveClient({ url, account }: Sandbox) {
  const apiKey = account.credentials['apiKey'] ?? '';
  const post = (path: string, body: unknown, headers: Record<string, string>) =>
    fetch(url + path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const sessions = (body: unknown, key = apiKey) => post('/v2/sessions', body, { 'x-api-key': key });
  const user = (refId: string, path = '', key = apiKey) =>
    fetch(`${url}/v2/users/${encodeURIComponent(refId)}${path}`, { headers: { 'x-api-key': key } });
  const read = async (refId: string, path = '') =>
    (await (await user(refId, path)).json()) as Record<string, unknown>;
  return {
    sessions,
    user,
    read,
    begin: async (body: unknown) => (await (await sessions(body)).json()) as Made,
    status: async (refId: string) => (await read(refId))['status'],
    hosted: (authToken: string, more: Record<string, string> = {}) => {
      const publicKey = String(account.settings['publicKey']);
      const query = new URLSearchParams({
        authToken,
        publicKey,
        environment: 'sandbox',
        showUI: 'true',
        ...more,
      });
      return `${url}/?${query.toString()}`;
    },
    step: (body: unknown) => post('/person/step', body, {}),
  };
}
