import type { Readable } from 'node:stream';
import { ProviderError } from '../kit/errors.js';
import { failureOf, isSuccess } from '../kit/failures.js';
import { notAvailableYet, openData, type Context } from './client.js';

/** The vendor's documents write both; a deployment may know only one. */
type Folder = 'image' | 'images';

const key = 'folder of images';
const rememberedMs = 86_400_000;

/** Looks where the account's last image was found first. Absence is only believed of both places. */
export async function openImage(ctx: Context, sessionId: string, name: string): Promise<Readable> {
  const usual = await ctx.memory.get(key, async () => ({ value: 'image' as Folder, ttlMs: rememberedMs }));
  const found = await openIn(ctx, usual, sessionId, name);
  if (found !== null) return found;
  const other: Folder = usual === 'image' ? 'images' : 'image';
  const foundThere = await openIn(ctx, other, sessionId, name);
  if (foundThere === null) throw new ProviderError('not_found', { operation: 'data.image', status: 404 });
  ctx.memory.forget(key);
  await ctx.memory.get(key, async () => ({ value: other, ttlMs: rememberedMs }));
  return foundThere;
}

/** Null when there is no such image, or no such place. */
async function openIn(
  ctx: Context,
  folder: Folder,
  sessionId: string,
  name: string,
): Promise<Readable | null> {
  const answer = await openData(ctx, sessionId, `${folder}/${encodeURIComponent(name)}`);
  if (isSuccess(answer)) return answer.body;
  answer.body.destroy();
  if (answer.status === 404) return null;
  if (!notAvailableYet.includes(answer.status)) throw failureOf('data.image', answer);
  throw new ProviderError('not_ready', { operation: 'data.image', status: answer.status });
}
