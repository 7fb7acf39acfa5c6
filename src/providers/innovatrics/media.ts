import type { MediaRef } from '../kit/findings.js';
import type { MediaKind } from '../kit/vocabulary.js';
import type { DocumentResult, FaceResult, ImageList } from './wire.js';

/** The list of images; where the vendor gives none, what the results say of themselves. */
export function imageNames(
  images: ImageList | null,
  document: DocumentResult | null,
  face: FaceResult | null,
): { document: string[]; face: string[] } {
  return {
    document: usable(images?.document ?? document?.availableImages),
    face: usable(images?.face ?? face?.availableImages),
  };
}

/** The vendor serves a picture by its name alone, so a name counts once. */
export function mediaOf(names: { document: string[]; face: string[] }): MediaRef[] {
  const refs = [
    ...names.document.map((name) => ({ name, kind: documentKind(name), sha256: null })),
    ...names.face.map((name) => ({ name, kind: 'selfie' as const, sha256: null })),
  ];
  return refs.filter(({ name }, at) => refs.findIndex((other) => other.name === name) === at);
}

/** Anything but the sides and the portrait, e.g. the signature, is a frame. */
function documentKind(name: string): MediaKind {
  if (/front$/i.test(name)) return 'document_front';
  if (/back$/i.test(name)) return 'document_back';
  return /face|portrait/i.test(name) ? 'document_portrait' : 'frame';
}

/** Names that can stand in a path: dots alone would lead to another resource of the vendor. */
function usable(names: string[] | null | undefined): string[] {
  return (names ?? []).filter(
    (name) => !['', '.', '..'].includes(name) && name.length <= 200 && name.isWellFormed(),
  );
}
