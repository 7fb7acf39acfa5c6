import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

/** Removes the pictures of a session from wherever they are stored. */
@Injectable()
export class StoredPictures {
  constructor(private readonly database: Database) {}

  /** Resolves when nothing is left; doing it twice does no harm. */
  async remove(sessionId: string): Promise<void> {
    const left = await this.database.client.media.count({ where: { sessionId, storageKey: { not: null } } });
    if (left > 0) throw new Error('there are pictures and nothing that removes them');
  }
}
