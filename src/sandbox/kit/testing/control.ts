import type { Sandbox } from '../sandbox.js';

/** Speaks to a sandbox's control API over HTTP, as a test from outside does. */
export function controlOf(sandbox: Sandbox) {
  const call = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : undefined) as Record<string, unknown> };
  };
  return {
    play: (session: string, outcome: string, until = 'end') =>
      call('POST', '/play', { session, outcome, until }),
    resolve: (session: string, outcome: 'approved' | 'declined') =>
      call('POST', '/resolve', { session, outcome }),
    disturb: (name: string, rule: Record<string, unknown> = {}) =>
      call('POST', '/disturbances', { name, ...rule }),
    sendTo: (callbackUrl: string) => call('PUT', '/knobs', { callbackUrl }),
    reset: () => call('POST', '/reset'),
  };
}
