/** Who did it. The id is a key's, an instance's or a provider's, never a person's. */
export interface Actor {
  readonly kind: 'api_key' | 'client' | 'provider' | 'system';
  readonly id: string | null;
}

/** Who asked for a change, and in which request. */
export interface Origin {
  readonly actor: Actor;
  readonly requestId: string | null;
}

export const subjectKinds = ['session', 'tenant', 'api_key', 'provider_account', 'flow', 'routing'] as const;

export interface Subject {
  readonly kind: (typeof subjectKinds)[number];
  readonly id: string;
}

/** What is to be written. `data` holds nothing personal and no secret. */
export interface Draft {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** The session's status and provider after it; for other subjects left out. */
  readonly status?: string;
  readonly provider?: string;
}

export interface Entry {
  readonly id: string;
  readonly tenantId: string | null;
  readonly subject: Subject;
  /** Per subject, from 1, without gaps. */
  readonly seq: number;
  readonly type: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly requestId: string | null;
  readonly status: string | null;
  readonly provider: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The gateway acting by itself. */
export function bySystem(part: string): Origin {
  return { actor: { kind: 'system', id: part }, requestId: null };
}
