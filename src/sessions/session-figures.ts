import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { outcomes, type Outcome } from '../providers/kit/vocabulary.js';
import { failedStarts, type FailedStart } from './domain/session.js';
import { statuses, type SessionStatus } from './domain/status.js';

/** Of the sessions made from the one time on and before the other. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** What became of one provider's sessions. A session is the provider's that has it now. */
export interface Figures {
  readonly sessions: number;
  /** Every status, by what it is now. */
  readonly statuses: Readonly<Record<SessionStatus, number>>;
  /** Every outcome, by the decision in force. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Milliseconds from the creation to the decision in force; null: nothing is decided. */
  readonly timeToDecision: { readonly p50: number | null; readonly p95: number | null };
  readonly errors: {
    /** Starts that failed here, wherever the session went afterwards. */
    readonly starts: Readonly<Record<FailedStart, number>>;
    /** Failed sessions, by their reason. */
    readonly failed: Readonly<Record<string, number>>;
  };
}

type Counted = 'status' | 'outcome' | 'start' | 'failed';

interface Count {
  readonly provider: string;
  readonly what: Counted;
  readonly word: string;
  readonly count: number;
}

interface Times {
  readonly provider: string;
  readonly p50: number;
  readonly p95: number;
}

// Both modes are named, for the index has the mode before the time.
const ofPeriod = `sessions WHERE tenant_id = $1 AND mode IN ('live', 'test') AND created_at >= $2 AND created_at < $3`;

const counting = `
  WITH made AS (SELECT provider, status, status_reason, decision, routing FROM ${ofPeriod})
  SELECT provider, 'status' AS what, status AS word, count(*)::int AS count FROM made GROUP BY provider, status
  UNION ALL
  SELECT provider, 'outcome', decision->>'outcome', count(*)::int FROM made
  WHERE decision IS NOT NULL GROUP BY provider, decision->>'outcome'
  UNION ALL
  SELECT provider, 'failed', status_reason, count(*)::int FROM made
  WHERE status = 'failed' GROUP BY provider, status_reason
  UNION ALL
  SELECT attempt->>'provider', 'start', attempt->>'outcome', count(*)::int
  FROM made, jsonb_array_elements(routing->'attempts') AS attempt
  WHERE attempt->>'outcome' <> 'started' GROUP BY attempt->>'provider', attempt->>'outcome'`;

// Milliseconds of a month are more than an integer holds.
const timing = `
  WITH decided AS (
    SELECT provider, extract(epoch FROM (decision->>'decidedAt')::timestamptz - created_at) * 1000 AS ms
    FROM ${ofPeriod} AND decision IS NOT NULL)
  SELECT provider, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::numeric)::float8 AS p50,
    round(percentile_cont(0.95) WITHIN GROUP (ORDER BY ms)::numeric)::float8 AS p95
  FROM decided GROUP BY provider`;

/** Counts a tenant's sessions of both modes. */
@Injectable()
export class SessionFigures {
  constructor(private readonly database: Database) {}

  /** By provider; one without any session or failed start is not among them. */
  async of(tenantId: string, { from, to }: Period): Promise<Map<string, Figures>> {
    const values = [tenantId, from, to];
    const [counts, times] = await Promise.all([
      this.database.query<Count>(counting, values),
      this.database.query<Times>(timing, values),
    ]);
    const providers = new Set(counts.map(({ provider }) => provider));
    return new Map([...providers].map((provider) => [provider, figuresOf(provider, counts, times)]));
  }
}

export const noFigures: Figures = figuresOf('', [], []);

function figuresOf(provider: string, counts: readonly Count[], times: readonly Times[]): Figures {
  const counted = (what: Counted): Record<string, number> =>
    Object.fromEntries(
      counts
        .filter((count) => count.provider === provider && count.what === what)
        .map(({ word, count }) => [word, count]),
    );
  const byStatus = { ...zeros(statuses), ...counted('status') };
  const { p50 = null, p95 = null } = times.find((each) => each.provider === provider) ?? {};
  return {
    sessions: Object.values(byStatus).reduce((sum, count) => sum + count, 0),
    statuses: byStatus,
    outcomes: { ...zeros(outcomes), ...counted('outcome') },
    timeToDecision: { p50, p95 },
    errors: { starts: { ...zeros(failedStarts), ...counted('start') }, failed: counted('failed') },
  };
}

function zeros<W extends string>(words: readonly W[]): Record<W, number> {
  return Object.fromEntries(words.map((word) => [word, 0])) as Record<W, number>;
}
