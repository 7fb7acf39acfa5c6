import { randomBytes } from 'node:crypto';
import type { SandboxSession } from '../kit/sandbox.js';
import type { InitializeBody } from './initialize-body.js';

/** The first two words are not in the vendor's documents: inferred spelling. */
export type EnrolmentStatus =
  | 'SESSION_INITIALIZED'
  | 'SESSION_STARTED'
  | 'PENDING'
  | 'WAITING_FOR_MANUAL_APPROVE'
  | 'AUTO_APPROVED'
  | 'AUTO_REJECTED'
  | 'MANUAL_APPROVED'
  | 'MANUAL_REJECTED'
  | 'EXPIRED';

export type Level = 'HIGH' | 'MEDIUM' | 'LOW';

export interface Enrolment {
  readonly id: string;
  readonly asked: InitializeBody;
  readonly createdAt: Date;
  status: EnrolmentStatus;
  /** How the capture was judged, once it was. */
  level?: Level;
  /** The document in the person's hand is somebody else's. */
  othersDocument: boolean;
  /** So many status reads still say PENDING although the verdict has fallen. */
  veiledReads: number;
  /** The verdict is notified when the last veiled read has been answered. */
  tellWhenUnveiled: boolean;
}

/** What this vendor remembers: enrolments and the reference tokens that lead to them. */
export class Enrolments {
  private readonly byId = new Map<string, Enrolment>();
  private readonly idByToken = new Map<string, string>();

  begin(asked: InitializeBody): Enrolment {
    const enrolment: Enrolment = {
      id: asked.sessionId,
      asked,
      createdAt: new Date(),
      status: 'SESSION_INITIALIZED',
      othersDocument: false,
      veiledReads: 0,
      tellWhenUnveiled: false,
    };
    this.byId.set(enrolment.id, enrolment);
    return enrolment;
  }

  get(id: string): Enrolment | undefined {
    return this.byId.get(id);
  }

  /** The token in the link: it refers to the enrolment and gives access to nothing else. */
  newReferenceToken(enrolment: Enrolment): string {
    const token = randomBytes(24).toString('base64url');
    this.idByToken.set(token, enrolment.id);
    return token;
  }

  /** By session id, by reference token, or by the link that carries the token. */
  find(text: string): Enrolment | undefined {
    const token = URL.canParse(text) ? (new URL(text).searchParams.get('token') ?? '') : text;
    return this.byId.get(text) ?? this.byId.get(this.idByToken.get(token) ?? '');
  }

  erase(id: string): boolean {
    for (const [token, of] of this.idByToken) if (of === id) this.idByToken.delete(token);
    return this.byId.delete(id);
  }

  all(): Enrolment[] {
    return [...this.byId.values()];
  }

  clear(): void {
    this.byId.clear();
    this.idByToken.clear();
  }
}

export function view({ id, status, createdAt }: Enrolment): SandboxSession {
  return { id, status, createdAt: createdAt.toISOString() };
}

export function isUndecided({ status }: Enrolment): boolean {
  return status === 'SESSION_INITIALIZED' || status === 'SESSION_STARTED' || status === 'PENDING';
}
