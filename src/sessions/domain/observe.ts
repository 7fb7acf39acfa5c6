import type { ProviderSignal } from '../../providers/kit/signal.js';
import { vendorWord } from '../../providers/kit/vendor-word.js';
import { move, tell, together, type Change } from './change.js';
import type { Session, Step } from './session.js';
import { hasEnded, mayGo } from './status.js';
import { processingDeadline } from './timing.js';

/** What a signal of the vendor changes; null: nothing. Signals never decide, and never lead back. */
export function observe(session: Session, signal: ProviderSignal, at: Date): Change | null {
  // Before the start is written down there is nothing to observe; the first check makes up for it.
  if (session.status === 'created' || hasEnded(session.status)) return null;
  switch (signal.kind) {
    case 'status':
      return statusSeen(session, signal.status, signal.vendorStatus, at);
    case 'step':
      return stepCompleted(session, signal.step, at);
    case 'concluded':
      return mayGo(session.status, 'processing') ? processing(session, at) : null;
    case 'unknown':
      return unknownStatus(session, signal.vendorStatus, at);
  }
}

function statusSeen(
  session: Session,
  status: Extract<ProviderSignal, { kind: 'status' }>['status'],
  word: string,
  at: Date,
): Change | null {
  if (!mayGo(session.status, status)) return null;
  const vendorStatus = vendorWord(word);
  const data = { vendorStatus };
  const noted: Change = { patch: { vendorStatus }, drafts: [] };
  switch (status) {
    case 'processing':
      return together(processing(session, at, data), noted);
    case 'expired':
      return together(move(session, 'expired', at, data, 'provider_expired'), noted);
    case 'cancelled':
      return together(move(session, 'cancelled', at, data, 'cancelled_at_provider'), noted);
    case 'pending':
    case 'in_progress':
      return together(move(session, status, at, data), noted);
  }
}

function processing(session: Session, at: Date, data: Record<string, unknown> = {}): Change {
  const moved = move(session, 'processing', at, data);
  return { ...moved, patch: { ...moved.patch, deadlineAt: processingDeadline(session, at) } };
}

/** Counted once a step, however often the vendor repeats it. A first step also means that the person has begun. */
function stepCompleted(session: Session, step: Step['step'], at: Date): Change | null {
  if (session.progress.some((done) => done.step === step)) return null;
  const progress = [...session.progress, { step, status: 'completed', at: at.toISOString() } as const];
  const begun = session.status === 'pending' ? move(session, 'in_progress', at, {}) : null;
  const completed: Change = {
    patch: { progress, updatedAt: at, idleChecks: 0 },
    drafts: [tell(session, 'session.step_completed', { step }, begun ? 'in_progress' : session.status)],
  };
  return begun ? together(begun, completed) : completed;
}

/** Journalled once a word, so that somebody notices; asked again later. */
function unknownStatus(session: Session, word: string, at: Date): Change | null {
  const vendorStatus = vendorWord(word);
  if (session.vendorStatus === vendorStatus) return null;
  return {
    patch: { vendorStatus, updatedAt: at },
    drafts: [tell(session, 'session.provider_status_unknown', { vendorStatus })],
  };
}
