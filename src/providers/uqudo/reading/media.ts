import type { MediaRef } from '../../kit/findings.js';
import { textOrNull } from '../../kit/normalize/text.js';
import type { MediaKind } from '../../kit/vocabulary.js';
import type { ResultDocument } from '../result-data.js';
import { chipPhotoRef } from './chip-photo.js';

const scanned: readonly (readonly [key: string, kind: MediaKind])[] = [
  ['frontImageId', 'document_front'],
  ['backImageId', 'document_back'],
  ['faceImageId', 'document_portrait'],
  ['frontFrameImageId', 'frame'],
  ['backFrameImageId', 'frame'],
];

/** The pictures of the document at this place, with the checksum where uqudo sends one. */
export function mediaOf(document: ResultDocument, at: number): MediaRef[] {
  const { scan, face } = document;
  return [
    ...scanned.map(([key, kind]) => mediaRef(scan, key, kind)),
    chipPhotoRef(document, at),
    mediaRef(face, 'auditTrailImageId', 'selfie'),
  ].filter((ref) => ref !== null);
}

function mediaRef(
  holder: Record<string, unknown> | null | undefined,
  key: string,
  kind: MediaKind,
): MediaRef | null {
  const name = textOrNull(holder?.[key]);
  if (name === null || !name.isWellFormed()) return null;
  const checksum = /^sha256:([0-9a-f]{64})$/i.exec(textOrNull(holder?.[`${key}Checksum`]) ?? '');
  return { name, kind, sha256: checksum?.[1]?.toLowerCase() ?? null };
}
