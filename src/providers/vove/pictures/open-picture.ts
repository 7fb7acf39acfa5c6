import { Readable } from 'node:stream';
import { ProviderError } from '../../kit/errors.js';
import type { ProviderSessionRef } from '../../kit/start.js';
import { openDocuments, type Context, type Documents } from '../client.js';
import { readOwn } from '../ownership.js';
import { outcomeOf } from '../status.js';
import { decoded } from './base64.js';
import { textsOf } from './json-texts.js';
import { pictureText } from './picture-text.js';
import { wantedPicture, type WantedPicture } from './wanted-picture.js';

const operation = 'user.documents';

/**
 * All pictures of a person stand in one large answer, which is read only as far as the wanted one goes.
 * Whose they are is asked after they were: had the person begun another session by then, they could be of that.
 */
export async function openPicture(ctx: Context, ref: ProviderSessionRef, name: string): Promise<Readable> {
  const wanted = wantedPicture(name);
  const documents = wanted && (await openDocuments(ctx, ref.request.refId));
  if (!wanted || !documents) throw new ProviderError('not_found', { operation });
  try {
    const user = await readOwn(ctx, ref);
    if (user === null) throw new ProviderError('not_found', { operation, cause: 'other session' });
    const bytes = bytesOf(documents, wanted);
    const first = await bytes.next();
    if (first.done) {
      throw new ProviderError(outcomeOf(user.status) === null ? 'not_ready' : 'not_found', { operation });
    }
    return Readable.from(beginningWith(first.value, bytes), { objectMode: false }).once('close', () =>
      documents.destroy(),
    );
  } catch (error) {
    documents.destroy();
    throw error;
  }
}

async function* bytesOf(documents: Documents, wanted: WantedPicture): AsyncGenerator<Buffer> {
  try {
    yield* decoded(pictureText(textsOf(documents), wanted));
  } catch (error) {
    if (error instanceof ProviderError) throw error;
    throw new ProviderError('malformed', { operation, cause: 'unreadable pictures' });
  }
}

async function* beginningWith(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}
