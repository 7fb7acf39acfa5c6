import { pictureFields } from '../media.js';

/** Where a picture stands in the vendor's answer. */
export interface WantedPicture {
  /** Null for the selfie, which belongs to no step. */
  readonly stepId: string | null;
  readonly field: string;
}

/** The place of a picture by its name in the result; null for a name that is none of ours. */
export function wantedPicture(name: string): WantedPicture | null {
  if (name === 'selfie') return { stepId: null, field: name };
  const [, stepId, field] = /^(\w{1,64})\.(\w+)$/.exec(name) ?? [];
  if (stepId === undefined || field === undefined || !pictureFields.includes(field)) return null;
  return { stepId, field };
}
