import { Readable } from 'node:stream';
import { ProviderError } from '../kit/errors.js';
import { readBody } from '../kit/failures.js';
import type { MediaRef } from '../kit/findings.js';
import type { OpenedMedia } from '../kit/media.js';
import { UqudoClient } from './client.js';
import type { UqudoContext, UqudoSessionRef } from './context.js';
import { chipPhoto, chipPhotoRef } from './reading/chip-photo.js';
import { fetchedResult } from './result.js';
import { resultData } from './result-data.js';

/** Pictures have addresses of their own, but for those in the chips: they stand in the result. */
export async function openMedia(
  ctx: UqudoContext,
  ref: UqudoSessionRef,
  media: MediaRef,
): Promise<OpenedMedia> {
  if (media.kind !== 'chip_portrait') return { content: await new UqudoClient(ctx).openImage(media.name) };
  const photo = await photoInChip(ctx, ref, media.name);
  if (photo === null) throw new ProviderError('not_found', { operation: 'result.photo' });
  return { content: Readable.from([photo]) };
}

async function photoInChip(ctx: UqudoContext, ref: UqudoSessionRef, name: string): Promise<Buffer | null> {
  const result = await fetchedResult(ctx, ref);
  if (result === null) return null;
  const { documents } = readBody('result.read', resultData, result.data);
  const document = documents.find((one, at) => chipPhotoRef(one, at)?.name === name);
  return document === undefined ? null : chipPhoto(document);
}
