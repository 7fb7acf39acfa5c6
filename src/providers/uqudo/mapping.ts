import type { Person, ProviderFindings } from '../kit/findings.js';
import { nobody } from '../kit/findings.js';
import { readBody } from '../kit/failures.js';
import { pairVerifications } from './reading/pairing.js';
import { decide } from './policy.js';
import type { PolicyBounds } from './policy-bounds.js';
import { readDocument, type ReadDocument } from './reading/read-document.js';
import { resultData } from './result-data.js';
import type { SessionData } from './session-data.js';

/** uqudo has no word for the whole: a result exists once its socket has said this one. */
export const resultStatus = 'INFO';

export interface Judging {
  readonly asked: SessionData;
  readonly bounds: PolicyBounds;
  readonly now: Date;
}

/** A proven result's `data` → our findings. */
export function findingsOf(data: unknown, { asked, bounds, now }: Judging): ProviderFindings {
  const result = readBody('result.read', resultData, data);
  const verifications = pairVerifications(result);
  const documents = result.documents.map((document, at) =>
    readDocument(document, at, verifications[at] ?? null, now),
  );
  const today = now.toISOString().slice(0, 10);
  const { verdict, checks } = decide({ asked, documents, background: result.backgroundCheck, bounds, today });
  return {
    vendorStatus: resultStatus,
    verdict,
    person: personOf(documents),
    documents: documents.map(({ identity }) => identity),
    checks,
    media: mediaOfAll(documents),
  };
}

/** The first document that tells a value tells it for the person. */
function personOf(documents: readonly ReadDocument[]): Person {
  const names = Object.keys(nobody) as (keyof Person)[];
  const told = (name: keyof Person) =>
    documents.find(({ person }) => person[name] !== null)?.person[name] ?? null;
  return Object.fromEntries(names.map((name) => [name, told(name)])) as unknown as Person;
}

/** Several documents may name the same picture, such as the one selfie. */
function mediaOfAll(documents: readonly ReadDocument[]): ProviderFindings['media'] {
  const refs = documents.flatMap(({ media }) => media);
  return refs.filter(({ name }, at) => refs.findIndex((ref) => ref.name === name) === at);
}
