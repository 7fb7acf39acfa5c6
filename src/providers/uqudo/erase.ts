import type { Erasure } from '../kit/erasure.js';
import { ProviderError, type ProviderFailure } from '../kit/errors.js';
import { readBody } from '../kit/failures.js';
import { UqudoClient } from './client.js';
import type { UqudoContext, UqudoSessionRef } from './context.js';
import { mediaOf } from './reading/media.js';
import { fetchedResult } from './result.js';
import { resultData } from './result-data.js';
import { qrCodeTextOf, sessionIdOf } from './session-ref.js';

const unusable: readonly ProviderFailure[] = ['untrusted', 'malformed'];

/**
 * uqudo answers the deletion of any id alike, so its answer proves nothing. Only a picture that is gone
 * afterwards, with the result, shows that it was done; so one is learned of before, while it can be.
 */
export async function erase(ctx: UqudoContext, ref: UqudoSessionRef): Promise<Erasure> {
  const client = new UqudoClient(ctx);
  await client.deleteSession(qrCodeTextOf(ref, 'session.delete'));
  const picture = await somePicture(ctx, ref);
  await client.deleteResult(sessionIdOf(ref, 'info.delete'));
  const gone = picture !== null && (await isGone(client, ref, picture));
  return { outcome: gone ? 'confirmed' : 'requested' };
}

/** A result that cannot be used must be erased all the same. */
async function somePicture(ctx: UqudoContext, ref: UqudoSessionRef): Promise<string | null> {
  try {
    const result = await fetchedResult(ctx, ref);
    if (result === null) return null;
    const { documents } = readBody('result.read', resultData, result.data);
    return documents.flatMap(mediaOf).find(({ kind }) => kind !== 'chip_portrait')?.name ?? null;
  } catch (error) {
    if (error instanceof ProviderError && unusable.includes(error.failure)) return null;
    throw error;
  }
}

/** Asked once: after a failure the result could not be found again to ask better. */
async function isGone(client: UqudoClient, ref: UqudoSessionRef, picture: string): Promise<boolean> {
  try {
    return (await client.lacksImage(picture)) && (await client.result(sessionIdOf(ref, 'info.get'))) === null;
  } catch (error) {
    if (error instanceof ProviderError) return false;
    throw error;
  }
}
