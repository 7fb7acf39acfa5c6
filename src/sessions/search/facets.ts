import type { Mode } from '../../access/api-key.js';
import type { Outcome } from '../../providers/kit/vocabulary.js';
import type { SessionStatus } from '../domain/status.js';

/**
 * The few words that sort sessions into kinds. A tenant has at most some hundreds of kinds however many sessions it
 * has, so sessions of any mixture of them are found by asking each kind for its newest: see `search-sessions.ts`.
 */
export interface Facets {
  readonly mode: Mode;
  readonly provider: string;
  readonly status: SessionStatus;
  /** Null: not decided. */
  readonly outcome: Outcome | null;
  /** How many providers have been tried. */
  readonly attempts: number;
  /** A later verdict has replaced the first. */
  readonly revised: boolean;
  readonly flow: string;
}

const none = '-';

/** From the `facets` column, which the database fills: see the migration that made it. */
export function readFacets(text: string): Facets {
  const [mode, provider, status, outcome, attempt, revised, flow] = text.split('/');
  return {
    mode: mode as Mode,
    provider: provider ?? '',
    status: status as SessionStatus,
    outcome: outcome === none ? null : (outcome as Outcome),
    attempts: Number(attempt),
    revised: revised !== none,
    flow: flow ?? '',
  };
}
