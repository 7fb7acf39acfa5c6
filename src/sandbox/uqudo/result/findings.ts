import type { Play } from '../../kit/sandbox.js';
import type { AskedFlow } from '../asked-flow.js';

/** What the checks found out about the person and the documents. Scores are 0–100, higher is worse. */
export interface Findings {
  readonly faceMatch: boolean;
  /** 1–5, higher is better. */
  readonly matchLevel: number;
  readonly screenScore: number;
  readonly printScore: number;
  readonly tamperingScore: number;
  readonly mrzValid: boolean;
  readonly expired: boolean;
  readonly chipSignatureValid: boolean;
  readonly optimalResolution: boolean;
  readonly nameConsistency: string;
  readonly backgroundMatch: boolean;
}

export const nothingFound: Findings = {
  faceMatch: true,
  matchLevel: 5,
  screenScore: 4,
  printScore: 7.5,
  tamperingScore: 1,
  mrzValid: true,
  expired: false,
  chipSignatureValid: true,
  optimalResolution: true,
  nameConsistency: 'MATCH',
  backgroundMatch: false,
};

/** Above the bounds from which uqudo recommends to reject and to look closer, 70 and 40. */
export const clearlyTampered: Partial<Findings> = { tamperingScore: 90 };
export const perhapsTampered: Partial<Findings> = { tamperingScore: 55 };
export const anotherFace: Partial<Findings> = { faceMatch: false, matchLevel: 1 };

/** uqudo says neither pass nor fail: an outcome is played by what a customer's policy would find. */
export function findingsOf(play: Play, flow: AskedFlow): Findings {
  if (play === 'declined') return { ...nothingFound, ...(flow.face ? anotherFace : clearlyTampered) };
  if (play === 'review') return { ...nothingFound, ...perhapsTampered };
  return nothingFound;
}
