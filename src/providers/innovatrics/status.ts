import type { ProviderSignal } from '../kit/signal.js';
import type { Outcome } from '../kit/vocabulary.js';
import { vendorWord } from '../kit/vendor-word.js';

const outcomes: ReadonlyMap<string, Outcome> = new Map([
  ['AUTO_APPROVED', 'approved'],
  ['MANUAL_APPROVED', 'approved'],
  ['AUTO_REJECTED', 'declined'],
  ['MANUAL_REJECTED', 'declined'],
  ['WAITING_FOR_MANUAL_APPROVE', 'review'],
]);

/** `PENDING` says that the vendor still works on it; it is not the manual review. */
const progress: ReadonlyMap<string, 'in_progress' | 'expired'> = new Map([
  ['PENDING', 'in_progress'],
  ['EXPIRED', 'expired'],
]);

/** The verdict that a status word stands for; null for words that are none. */
export function outcomeOf(word: string): Outcome | null {
  return outcomes.get(word) ?? null;
}

export function signalOf(word: string): ProviderSignal {
  const vendorStatus = vendorWord(word);
  if (outcomes.has(word)) return { kind: 'concluded', vendorStatus };
  const status = progress.get(word);
  return status === undefined ? { kind: 'unknown', vendorStatus } : { kind: 'status', status, vendorStatus };
}
