import type { Draft } from '../../journal/entry.js';
import type { Session } from './session.js';
import { hasEnded, mayGo, type SessionStatus } from './status.js';

/** What a change writes: fields of the session, and what the journal tells of it. */
export interface Change {
  readonly patch: Partial<Omit<Session, 'id' | 'tenantId' | 'version' | 'lastSeq'>>;
  readonly drafts: readonly Draft[];
}

/** Nobody asks the vendor any more, and nothing falls due. */
const atRest = {
  deadlineAt: null,
  nextCheckAt: null,
  streaming: false,
  heldBy: null,
  activeSlot: null,
} as const;

/** Moves a session on. Throws for an arrow that the table does not have: callers ask `mayGo` first. */
export function move(
  session: Session,
  to: SessionStatus,
  at: Date,
  data: Draft['data'],
  reason: string | null = null,
): Change {
  if (!mayGo(session.status, to)) throw new Error(`a session never goes from ${session.status} to ${to}`);
  const ends = hasEnded(to);
  return {
    patch: {
      status: to,
      statusReason: reason,
      updatedAt: at,
      idleChecks: 0,
      ...(ends ? { ...atRest, endedAt: at } : { endedAt: null }),
    },
    drafts: [tell(session, `session.${to}`, reason === null ? data : { ...data, reason }, to)],
  };
}

/** An entry about a session as it will be. */
export function tell(
  session: Session,
  type: string,
  data: Draft['data'],
  status: SessionStatus = session.status,
): Draft {
  return { type, data, status, provider: session.provider };
}

/** One change after the other, as one. */
export function together(...changes: readonly Change[]): Change {
  return {
    patch: Object.assign({}, ...changes.map(({ patch }) => patch)) as Change['patch'],
    drafts: changes.flatMap(({ drafts }) => drafts),
  };
}
