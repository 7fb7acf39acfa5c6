import type { ProviderSignal } from '../kit/signal.js';
import type { Outcome } from '../kit/vocabulary.js';
import { vendorWord } from '../kit/vendor-word.js';

/**
 * Lower case on purpose: the background checks of the same vendor speak in upper case, and their words
 * are no verdict. `success`, `failed` and `failure` are seen, not documented.
 */
const outcomes: ReadonlyMap<string, Outcome> = new Map<string, Outcome>([
  ['successful', 'approved'],
  ['success', 'approved'],
  ['suspected', 'declined'],
  ['failed', 'declined'],
  ['failure', 'declined'],
  ['pending', 'review'],
]);

const progress: ReadonlyMap<string, 'pending' | 'in_progress' | 'cancelled'> = new Map([
  ['open', 'pending'],
  ['in_progress', 'in_progress'],
  ['canceled', 'cancelled'],
  ['cancelled', 'cancelled'],
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
