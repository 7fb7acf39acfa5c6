import { io } from 'socket.io-client';
import type { SessionEvent } from '../../journal/session-event.js';
import type { Play, Sandbox } from '../../sandbox/kit/sandbox.js';
import { call } from './http.js';

interface Created {
  readonly id: string;
  readonly clientToken: string;
  readonly hostedUrl: string;
  readonly handoff: {
    readonly kind: string;
    readonly text?: string;
    readonly url?: string | null;
    readonly token?: string;
  };
}

export interface Verified {
  readonly provider: string;
  readonly sessionId: string;
  readonly status: string;
  readonly asExpected: boolean;
}

const patienceMs = 30_000;

const expected: Readonly<Record<string, string>> = {
  approved: 'approved',
  declined: 'declined',
  review: 'in_review',
  cancelled: 'cancelled',
  expired: 'expired',
};

/** The vendors at which a person can end so. */
export async function ableTo(play: Play, sandboxes: readonly Sandbox[]): Promise<Sandbox[]> {
  const about = await Promise.all(
    sandboxes.map(({ url }) => call<{ plays: Play[] }>('GET', `${url}/_sandbox`, null)),
  );
  return sandboxes.filter((_, index) => about[index]?.plays.includes(play));
}

/** One verification through the public API, its events printed as they come; the sandbox plays the person. */
export async function verify(
  gateway: string,
  appKey: string,
  sandbox: Sandbox,
  play: Play,
  print: (line: string) => void,
): Promise<Verified> {
  const created = await call<Created>('POST', `${gateway}/v1/sessions`, appKey, {
    provider: sandbox.vendor,
    refId: `demo-${sandbox.vendor}`,
  });
  print(`${sandbox.vendor}: session ${created.id}, hand-off by ${created.handoff.kind}`);
  const socket = io(`${gateway}/status`, {
    auth: { token: created.clientToken },
    transports: ['websocket'],
    forceNew: true,
  });
  const status = expected[play] ?? play;
  try {
    const events = follow(socket, (event) => print(line(sandbox.vendor, event)));
    socket.on('connect', () => socket.emit('subscribe', { after: 0 }));
    await events.until((event) => event.type === 'session.pending');
    await act(sandbox, created, play, 'in_progress');
    await events.until((event) => event.status !== 'pending' && event.status !== 'created');
    await act(sandbox, created, play, 'end');
    const last = await events.until(
      (event) => event.type === `session.${status}` || event.type === 'session.failed',
    );
    return {
      provider: sandbox.vendor,
      sessionId: created.id,
      status: last.status ?? '',
      asExpected: last.status === status,
    };
  } finally {
    socket.close();
  }
}

async function act(
  sandbox: Sandbox,
  { handoff }: Created,
  outcome: Play,
  until: 'in_progress' | 'end',
): Promise<void> {
  const session = handoff.text ?? handoff.token ?? handoff.url;
  await call('POST', `${sandbox.url}/_sandbox/play`, null, { session, outcome, until });
}

function follow(socket: ReturnType<typeof io>, seen: (event: SessionEvent) => void) {
  const events: SessionEvent[] = [];
  const waiting = new Set<() => void>();
  socket.on('session.event', (event: SessionEvent) => {
    events.push(event);
    seen(event);
    for (const look of waiting) look();
  });
  const until = (fits: (event: SessionEvent) => boolean) =>
    new Promise<SessionEvent>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error('the expected event did not come within 30 seconds')),
        patienceMs,
      );
      const look = () => {
        const found = events.find(fits);
        if (!found) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return { until };
}

function line(provider: string, { seq, type, data }: SessionEvent): string {
  const told = Object.entries(data).filter(([, value]) => typeof value === 'string');
  return `${provider}:   ${seq} ${type} ${told.map(([name, value]) => `${name}=${String(value)}`).join(' ')}`.trimEnd();
}
