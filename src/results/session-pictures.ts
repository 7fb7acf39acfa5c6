import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problems/problem.js';
import type { Media } from '../database/generated/client.js';
import type { Origin } from '../journal/entry.js';
import { SessionMedia } from '../media/session-media.js';
import type { Session } from '../sessions/domain/session.js';
import { Looks } from './looks.js';

export interface ShownPicture {
  readonly media: Media;
  readonly content: Readable;
}

@Injectable()
export class SessionPictures {
  constructor(
    private readonly media: SessionMedia,
    private readonly looks: Looks,
  ) {}

  /** Throws `not_found` for what is not of this session or not there yet, and `media_gone` for what will not come any more. */
  async view(
    session: Session,
    mediaId: string,
    purpose: string | null,
    origin: Origin,
  ): Promise<ShownPicture> {
    const media = (await this.media.list(session.id)).find(({ id }) => id === mediaId);
    if (!media) throw new Problem('not_found');
    if (media.status === 'wanted') throw new Problem('not_found', 'The picture has not been captured yet.');
    const content = media.status === 'captured' ? await this.media.open(media) : null;
    if (!content) throw new Problem('media_gone');
    const data = { mediaId, kind: media.kind };
    try {
      await this.looks.note(session, { type: 'session.media_viewed', data, purpose }, origin);
    } catch (error) {
      content.destroy();
      throw error;
    }
    return { media, content };
  }
}
