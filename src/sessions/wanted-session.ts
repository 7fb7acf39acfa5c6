import type { Mode } from '../access/api-key.js';
import type { Applicant, Handoff } from '../providers/kit/start.js';
import type { DocumentType } from '../providers/kit/vocabulary.js';
import type { Session } from './domain/session.js';

/** What an app asks for. */
export interface WantedSession {
  readonly refId: string;
  readonly externalId: string | null;
  readonly flow: string;
  /** A pin; null: routing decides. */
  readonly provider: string | null;
  readonly forceCreation: boolean;
  readonly applicant: Applicant | null;
  readonly country: string | null;
  readonly documentType: DocumentType | null;
  readonly returnUrl: string | null;
  readonly locale: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** Null: as the flow says. */
  readonly expiresInSeconds: number | null;
}

/** Who asks: an app sees one tenant and one mode. */
export interface App {
  readonly tenantId: string;
  readonly mode: Mode;
}

export interface HandedOver {
  readonly session: Session;
  readonly handoff: Handoff | null;
  /** False: an active session of the same person and flow. */
  readonly created: boolean;
}
