import type { MediaRef } from '../../kit/findings.js';
import { textOrNull } from '../../kit/normalize/text.js';
import type { MediaKind } from '../../kit/vocabulary.js';
import type { ResultDocument } from '../result-data.js';

const scanned: readonly (readonly [key: string, kind: MediaKind])[] = [
  ['frontImageId', 'document_front'],
  ['backImageId', 'document_back'],
  ['faceImageId', 'document_portrait'],
  ['frontFrameImageId', 'frame'],
  ['backFrameImageId', 'frame'],
];

/** The pictures of a document that can be fetched one by one, with the checksum where uqudo sends one. */
export function mediaOf({ scan, face }: ResultDocument): MediaRef[] {
  return [
    ...scanned.map(([key, kind]) => mediaRef(scan, key, kind)),
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
