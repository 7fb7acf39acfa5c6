import type { MediaRef } from '../kit/findings.js';
import type { MediaKind } from '../kit/vocabulary.js';
import { isAddressProof } from './steps.js';
import type { StepDocument } from './wire.js';

/** A picture that was cut out of another is a frame of it: the whole one is the evidence. */
const fields: readonly (readonly [string, MediaKind])[] = [
  ['front', 'document_front'],
  ['back', 'document_back'],
  ['photo', 'document_portrait'],
  ['frontCropped', 'frame'],
  ['backCropped', 'frame'],
];

export const pictureFields: readonly string[] = fields.map(([field]) => field);

/**
 * The pictures that a step can have. The vendor lists them only together with their content, so
 * whether each one is there shows when it is fetched.
 */
export function mediaOfStep(document: StepDocument): MediaRef[] {
  const { stepId } = document;
  if (!stepId || !/^\w{1,64}$/.test(stepId)) return [];
  const possible = isAddressProof(document)
    ? fields.filter(([, kind]) => kind !== 'document_portrait')
    : fields;
  return possible.map(([field, kind]) => ({ name: `${stepId}.${field}`, kind, sha256: null }));
}

/** All pictures of the person: the selfie goes with an identity document. */
export function mediaOf(documents: readonly StepDocument[]): MediaRef[] {
  const hasFace = documents.some((document) => !isAddressProof(document));
  const selfie: MediaRef[] = hasFace ? [{ name: 'selfie', kind: 'selfie', sha256: null }] : [];
  const refs = [...selfie, ...documents.flatMap(mediaOfStep)];
  return refs.filter(({ name }, at) => refs.findIndex((other) => other.name === name) === at);
}
