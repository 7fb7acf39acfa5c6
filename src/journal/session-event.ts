import type { Entry } from './entry.js';

/** A session's journal entry as apps see it, over REST and on the live channel alike. */
export interface SessionEvent {
  readonly id: string;
  readonly sessionId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly status: string | null;
  readonly provider: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export function sessionEvent({ id, subject, seq, type, at, status, provider, data }: Entry): SessionEvent {
  return { id, sessionId: subject.id, seq, type, at: at.toISOString(), status, provider, data };
}
