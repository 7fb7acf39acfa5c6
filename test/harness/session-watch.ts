import type { SessionEvent } from '../../src/journal/session-event.js';
import type { Api } from './api.js';
import { eventually } from './eventually.js';
import { trace } from './trace.js';

export interface SeenSession {
  readonly id: string;
  readonly refId: string;
  readonly status: string;
  readonly statusReason: string | null;
  readonly handoff: { text?: string; token?: string; url?: string | null } | null;
  readonly decision: {
    readonly outcome: string;
    readonly revision: number;
    readonly decidedAt: string;
  } | null;
  readonly lastSeq: number;
}

/** One session as its app sees it. */
export function watch(app: Api, id: string) {
  const read = async (): Promise<SeenSession> => (await app.get(`/v1/sessions/${id}`)).body;
  return {
    read,
    until: (status: string, withinMs?: number) =>
      eventually(read, (session) => session.status === status, withinMs),
    untilOneOf: (statuses: readonly string[], withinMs?: number) =>
      eventually(read, (session) => statuses.includes(session.status), withinMs),
    /** All that happened, checked to be numbered 1…n. */
    history: async (): Promise<SessionEvent[]> => {
      const events: SessionEvent[] = (await app.get(`/v1/sessions/${id}/events`)).body.data;
      trace('journal', JSON.stringify(events));
      const holes = events.filter(({ seq }, index) => seq !== index + 1);
      if (events.length === 0 || holes.length > 0)
        throw new Error(`${id} has holes in its history: ${events.map(({ seq }) => seq).join(' ')}`);
      return events;
    },
    result: () => app.get(`/v1/sessions/${id}/result`),
  };
}

export function typesOf(events: readonly SessionEvent[]): string[] {
  return events.map(({ type }) => type.replace('session.', ''));
}
