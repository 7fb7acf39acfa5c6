import { randomBytes, randomUUID } from 'node:crypto';
import type { SandboxSession } from '{{sandboxKit}}/sandbox.js';

export type VerificationStatus =
  | 'created'
  | 'started'
  | 'submitted'
  | 'review'
  | 'approved'
  | 'declined'
  | 'cancelled'
  | 'expired';

export interface Verification {
  readonly id: string;
  /** The caller's own name for the person. */
  readonly reference: string;
  readonly returnUrl: string | undefined;
  readonly createdAt: Date;
  status: VerificationStatus;
}

/** What this vendor remembers. */
export class Verifications {
  private readonly byId = new Map<string, Verification>();
  private readonly byKey = new Map<string, Verification>();
  private readonly byLink = new Map<string, Verification>();

  /** The same idempotency key brings the same verification. */
  begin(key: string | undefined, asked: { reference: string; returnUrl?: string | undefined }): Verification {
    const known = key === undefined ? undefined : this.byKey.get(key);
    if (known) return known;
    const { reference, returnUrl } = asked;
    const made: Verification = {
      id: `ver_${randomUUID()}`,
      reference,
      returnUrl,
      createdAt: new Date(),
      status: 'created',
    };
    this.byId.set(made.id, made);
    if (key !== undefined) this.byKey.set(key, made);
    return made;
  }

  /** Each call makes another link; all of them lead to the verification. */
  newLink(verification: Verification): string {
    const token = randomBytes(18).toString('base64url');
    this.byLink.set(token, verification);
    return token;
  }

  get(id: string): Verification | undefined {
    return this.byId.get(id);
  }

  /** By id, link or the link's token. */
  find(text: string): Verification | undefined {
    const token = URL.parse(text)?.searchParams.get('token') ?? text;
    const found = this.byId.get(text) ?? this.byLink.get(token);
    return found && this.byId.get(found.id);
  }

  all(): Verification[] {
    return [...this.byId.values()];
  }

  erase(id: string): boolean {
    return this.byId.delete(id);
  }

  clear(): void {
    this.byId.clear();
    this.byKey.clear();
    this.byLink.clear();
  }
}

export function isUndecided({ status }: Verification): boolean {
  return status === 'created' || status === 'started' || status === 'submitted';
}

export function isDecided({ status }: Verification): boolean {
  return status === 'approved' || status === 'declined' || status === 'review';
}

export function view({ id, status, createdAt }: Verification): SandboxSession {
  return { id, status, createdAt: createdAt.toISOString() };
}
