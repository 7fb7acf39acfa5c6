import type { MediaRef } from '../../kit/findings.js';
import type { ResultDocument } from '../result-data.js';
import { textIn } from './values.js';

const base64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** The picture in the chip comes inside the result, so its name is ours: the place of its document. */
export function chipPhotoRef(document: ResultDocument, at: number): MediaRef | null {
  if (chipPhoto(document) === null) return null;
  return { name: `chip.${at}`, kind: 'chip_portrait', sha256: null };
}

/** Passports and cards of the Emirates name it differently. Null when there is none that can be read. */
export function chipPhoto({ reading }: ResultDocument): Buffer | null {
  const encoded = reading?.data ? textIn([reading.data], 'photo', 'photography') : null;
  if (encoded === null || !base64.test(encoded)) return null;
  const photo = Buffer.from(encoded, 'base64');
  return photo.length === 0 ? null : photo;
}
