import { Injectable } from '@nestjs/common';
import { sealedLength, sealStream } from '../common/crypto/sealed-stream.js';
import { Milestones } from '../common/milestones.js';
import type { Media } from '../database/generated/client.js';
import type { MediaKind } from '../providers/kit/vocabulary.js';
import { ProviderCalls } from '../sessions/provider-calls.js';
import { SessionStore } from '../sessions/session-store.js';
import { SessionVault } from '../sessions/session-vault.js';
import { Arrivals } from './arrivals.js';
import { Examination, type Picture } from './examination.js';
import { MediaStore } from './media-store.js';
import { purposeOf } from './purpose.js';

/** Fetches one picture from its vendor into the store, never holding more of it than a few chunks. */
@Injectable()
export class CaptureMedia {
  constructor(
    private readonly sessions: SessionStore,
    private readonly calls: ProviderCalls,
    private readonly vault: SessionVault,
    private readonly arrivals: Arrivals,
    private readonly store: MediaStore,
    private readonly milestones: Milestones,
  ) {}

  async run(
    { id, sessionId, storageKey, attempts, ...wanted }: Media,
    signal: AbortSignal,
  ): Promise<Picture> {
    if (storageKey === null) throw new Error(`picture ${id} has no place in the store`);
    const session = await this.sessions.get({ kind: 'platform' }, sessionId);
    const key = await this.vault.key(sessionId);
    const { provider, ctx, ref } = await this.calls.about(session, signal);
    if (!provider.openMedia) throw new Error(`${session.provider} has no pictures`);
    const { content } = await provider.openMedia(ctx, ref, {
      name: wanted.name,
      // Written from a MediaRef.
      kind: wanted.kind as MediaKind,
      sha256: wanted.announcedHash,
    });
    // Its own for each try: one that was given up may still be writing.
    const arrival = `${id}-${attempts}`;
    try {
      const examination = new Examination();
      const sealed = sealStream(key, purposeOf(id), examination.through(content));
      const path = await this.arrivals.receive(arrival, sealed);
      const picture = examination.picture(wanted.announcedHash);
      await this.store.keep(storageKey, path, sealedLength(picture.bytes));
      await this.milestones.reached('media.kept');
      return picture;
    } finally {
      content.destroy();
      await this.arrivals.discard(arrival);
    }
  }
}
