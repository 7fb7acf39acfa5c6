import { readMrz, type MachineReadableZone } from '../../kit/normalize/mrz.js';
import { chipSignature, chipValues, type ChipValues } from './chip.js';
import type { ResultDocument, Verification } from '../result-data.js';
import { sidesOf, textIn, type Fields } from './values.js';

/** Where the values of one document come from. */
export interface DocumentSources {
  readonly sides: readonly Fields[];
  /** Null when there is none, or when its signature is wrong: then it is no source. */
  readonly chip: ChipValues | null;
  /** The zone when its check digits hold. */
  readonly mrz: MachineReadableZone | null;
  /** The zone as it was read, right or wrong. */
  readonly zone: MachineReadableZone | null;
  /** What stood in its place, even when it is no zone. */
  readonly mrzText: string | null;
  readonly now: Date;
}

export function sourcesOf(
  document: ResultDocument,
  verification: Verification | null,
  now: Date,
): DocumentSources {
  const sides = sidesOf(document);
  const mrzText = textIn(sides, 'mrzText');
  const zone = mrzText === null ? null : readMrz(mrzText.split(/\r?\n/));
  const chip = chipSignature(verification) === false ? null : chipValues(document, now);
  return { sides, chip, mrz: zone?.valid === true ? zone : null, zone, mrzText, now };
}
