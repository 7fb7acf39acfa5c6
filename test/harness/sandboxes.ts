import type { KnownDisturbances } from '../../src/sandbox/kit/disturbances.js';
import type { Play, Sandbox, SandboxSession, Stage } from '../../src/sandbox/kit/sandbox.js';
import { apiAs, type Answer } from './api.js';
import { eventually } from './eventually.js';

type Handoff = { text?: string; token?: string; url?: string | null };

export interface ActiveDisturbance {
  readonly name: string;
  readonly session?: string;
  readonly times?: number;
  readonly left: number | null;
}

/** `listeners`: how many hold its stream, where the vendor has streams. */
export interface PlayedSession extends SandboxSession {
  readonly listeners?: number;
}

export function findSandbox(sandboxes: readonly Sandbox[], vendor: string): Sandbox {
  const sandbox = sandboxes.find((candidate) => candidate.vendor === vendor);
  if (!sandbox) throw new Error(`no sandbox for ${vendor}`);
  return sandbox;
}

/** Acts on a sandbox over its control API, as anyone could with curl. */
export function controlOf(sandbox: Sandbox) {
  const api = apiAs(sandbox.url, null);
  const must = async (answer: Promise<Answer>) => {
    const { status, body } = await answer;
    if (status >= 300) throw new Error(`the sandbox answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };
  const play = (handoff: Handoff, outcome: Play, until: Stage = 'end'): Promise<PlayedSession> =>
    must(api.post('/_sandbox/play', { session: secretOf(handoff), outcome, until }));
  return {
    about: async (): Promise<{ plays: Play[]; disturbances: KnownDisturbances }> => {
      const { plays, disturbances } = await must(api.get('/_sandbox'));
      return { plays, disturbances };
    },
    plays: async (): Promise<Play[]> => (await must(api.get('/_sandbox'))).plays,
    sessions: async (): Promise<PlayedSession[]> => (await must(api.get('/_sandbox/sessions'))).data,
    play,
    /** Frames that nobody listens to are lost: waits until the stream is held, where the vendor has streams. */
    listenedTo: (handoff: Handoff) =>
      eventually(
        () => play(handoff, 'abandoned', 'opened'),
        ({ listeners }) => listeners !== 0,
      ),
    resolve: (handoff: Handoff, outcome: 'approved' | 'declined') =>
      must(api.post('/_sandbox/resolve', { session: secretOf(handoff), outcome })),
    /** Lets the sandbox's dice know the session by this name. */
    name: (handoff: Handoff, name: string) =>
      must(api.post('/_sandbox/name', { session: secretOf(handoff), name })),
    disturb: (
      rule: { name: string; times?: number; probability?: number; value?: string | number },
      handoff?: Handoff,
    ) =>
      must(
        api.post('/_sandbox/disturbances', { ...rule, ...(handoff ? { session: secretOf(handoff) } : {}) }),
      ),
    /** The disturbances that are switched on, and how often each may still strike. */
    disturbances: async (): Promise<ActiveDisturbance[]> =>
      (await must(api.get('/_sandbox/disturbances'))).active,
    calm: () => must(api.delete('/_sandbox/disturbances')),
    calls: async (
      method?: string,
      route?: string,
    ): Promise<{ method: string; route: string; status: number }[]> => {
      const query = new URLSearchParams({ ...(method ? { method } : {}), ...(route ? { route } : {}) });
      return (await must(api.get(`/_sandbox/calls?${query.toString()}`))).data;
    },
    knobs: (knobs: { latencyMs?: number; callbackUrl?: string }) => must(api.put('/_sandbox/knobs', knobs)),
  };
}

function secretOf({ text, token, url }: Handoff): string {
  const secret = text ?? token ?? url;
  if (!secret) throw new Error('no hand-off to play with');
  return secret;
}
