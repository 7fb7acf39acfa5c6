import type { SandboxSession, SandboxVendor } from '../kit/sandbox.js';
import type { UqudoSession } from './sessions.js';

/** uqudo has no status word: the last frame's service stands in. `listeners`: open web sockets on the session. */
export interface UqudoSessionView extends SandboxSession {
  readonly listeners: number;
}

export function statusOf(session: UqudoSession, isOver: boolean): string {
  if (session.finished) return 'INFO';
  if (isOver) return 'DELETED';
  const last = session.steps[session.done - 1];
  return last?.service ?? (session.opened ? 'OPENED' : 'CREATED');
}

/** uqudo cannot say that a person cancelled or that time ran out: both are silence. */
export const uqudoPlays = [
  'approved',
  'declined',
  'review',
  'abandoned',
] as const satisfies SandboxVendor['plays'];

/** A person's way into a session: its id, QR text, token, or the link that holds the QR text. */
export function secretIn(handoff: string): string {
  return URL.canParse(handoff) ? (new URL(handoff).searchParams.get('qr') ?? handoff) : handoff;
}
