import type { z } from 'zod';
import type { DocumentType } from './vocabulary.js';

/** What a vendor is, as data: routing, the admin API, the docs and the tests are derived from it. */
export interface ProviderDefinition<S = unknown, C = unknown, F = unknown> {
  /** The word used in the API, in the database and as the folder's name. */
  readonly id: string;
  readonly title: string;
  readonly docsUrl: string;
  /** Checked, and completed with defaults, when an account is saved. */
  readonly settings: z.ZodType<S>;
  /** Write-only. Every field is a secret. */
  readonly credentials: z.ZodType<C>;
  /** What a flow may ask of this vendor. `{}` must be valid: it is the vendor's default verification. */
  readonly flow: z.ZodType<F>;
  /** Which abilities a flow asks for. A flow that needs one from any vendor goes to no vendor without it. */
  readonly needs?: (flow: F) => readonly Ability[];
  readonly capabilities: Capabilities;
  readonly timing: Timing;
}

/** What not every vendor can verify. */
export const abilities = ['chip', 'face', 'backgroundCheck', 'address'] as const;
export type Ability = (typeof abilities)[number];

export interface Capabilities extends Readonly<Record<Ability, boolean>> {
  readonly handoff: 'qr' | 'redirect' | 'sdk';
  readonly documentTypes: readonly DocumentType[];
  /** Who gives the verdict: the vendor, or the gateway's decision policy over the vendor's findings. */
  readonly verdict: 'provider' | 'policy';
  /** The vendor names the person, not the session: at most one active session per refId and account. */
  readonly oneActiveSessionPerRefId: boolean;
  /** `renew` makes another vendor session, so it is only safe while the person has not begun. */
  readonly renewalReplacesSession: boolean;
}

/** All in seconds. */
export interface Timing {
  /** First polling interval when the account sets none. It doubles up to `slowestPoll`. */
  readonly firstPoll: number;
  readonly slowestPoll: number;
  /** How long the vendor keeps an unfinished session; the gateway's session never outlives it, unless it is renewed. */
  readonly sessionLifetime: number;
}
