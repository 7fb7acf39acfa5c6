import type { Person } from '../../kit/findings.js';
import type { Applicant } from '../../kit/start.js';
import { isOfType } from '../document-kinds.js';
import type { AskedDocument } from '../flow.js';
import type { PolicyBounds } from '../policy-bounds.js';
import type { ReadDocument } from '../reading/read-document.js';
import type { ResultData } from '../result-data.js';
import type { SessionData } from '../session-data.js';

/** All that the policy decides from. */
export interface Case {
  readonly asked: SessionData;
  readonly documents: readonly ReadDocument[];
  /** Whom the app declared. */
  readonly applicant: Applicant | null;
  /** Whom the documents tell of. */
  readonly person: Person;
  readonly background: ResultData['backgroundCheck'];
  readonly bounds: PolicyBounds;
  /** ISO date. */
  readonly today: string;
}

/** What was asked for that this document answers. */
export function documentWanted({ asked }: Case, { document }: ReadDocument): AskedDocument | undefined {
  return asked.documents.find(({ documentType }) => isOfType(document.documentType, documentType));
}
