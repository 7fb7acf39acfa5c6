import { picture } from '../kit/picture.js';
import { shown, stepsOf, typeOf } from './documents.js';
import type { VoveSession } from './users.js';

/** How the pictures are to be told. */
export interface Showing {
  /** Of each picture; 0: as small as it is drawn. */
  readonly bytes: number;
  /** Before the Base64. */
  readonly prefix: string;
  /** The name of the one that is not there, e.g. `back`. */
  readonly missing: string | undefined;
  readonly stepLast: boolean;
}

/** All pictures of the person at once, in Base64. */
export function picturesOf(
  session: VoveSession,
  showing: Showing,
): { selfie: string | null; documents: object[] } {
  if (!shown(session)) return { selfie: null, documents: [] };
  const drawn = (step: string, name: string) =>
    name === showing.missing
      ? null
      : showing.prefix + picture(`${session.id} ${step}${name}`, showing.bytes).toString('base64');
  const documents = stepsOf(session).map((stepId) => {
    const names = [
      'front',
      'back',
      ...(stepId === 'ADDRESS_PROOF' ? [] : ['photo']),
      'frontCropped',
      'backCropped',
    ];
    const pictures = Object.fromEntries(names.map((name) => [name, drawn(`${stepId} `, name)]));
    const step = { stepId, type: typeOf(stepId) };
    return showing.stepLast ? { ...pictures, ...step } : { ...step, ...pictures };
  });
  return { selfie: drawn('', 'selfie'), documents };
}
