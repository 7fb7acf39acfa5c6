import type { KnownDisturbances } from './disturbances.js';

/** A stand-in vendor: a real server that speaks what the vendor documents, and plays what it is told. */
export interface Sandbox {
  readonly vendor: string;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** What a client of this vendor is configured with. */
  readonly account: SandboxAccount;
  close(): Promise<void>;
}

export interface SandboxAccount {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>>;
}

export interface SandboxOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Added to every vendor call. Default 0. */
  readonly latencyMs?: number;
  /** Where the vendor's webhooks go; none are sent without it. */
  readonly callbackUrl?: string;
  /** Milliseconds before each repetition of a webhook that was not taken, where the vendor repeats; each has its own default. */
  readonly webhookRetryMs?: readonly number[];
  /** Seed of the dice for disturbances with a probability. */
  readonly seed?: number;
}

/** What the person, or the vendor's reviewer, does. `abandoned`: goes away in the middle and nothing more happens. */
export const plays = ['approved', 'declined', 'review', 'cancelled', 'expired', 'abandoned'] as const;
export type Play = (typeof plays)[number];

/** How far to go before waiting to be played on. */
export const stages = ['opened', 'in_progress', 'processing', 'end'] as const;
export type Stage = (typeof stages)[number];

/** What each vendor's own part gives to the control API. */
export interface SandboxVendor {
  readonly vendor: string;
  readonly account: SandboxAccount;
  /** The plays that this vendor's protocol can express. */
  readonly plays: readonly Play[];
  readonly disturbances: KnownDisturbances;
  sessions(): readonly SandboxSession[];
  /** Finds a session by the vendor's id or by any hand-off text, link or token that leads to it. */
  find(idOrHandoff: string): SandboxSession | undefined;
  play(session: SandboxSession, play: Play, until: Stage): Promise<void>;
  /** Ends a manual review. */
  resolve(session: SandboxSession, outcome: 'approved' | 'declined'): Promise<void>;
  reset(): void;
}

export interface SandboxSession {
  readonly id: string;
  /** The vendor's own word. */
  readonly status: string;
  readonly createdAt: string;
}
