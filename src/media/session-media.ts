import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { openStream } from '../common/crypto/sealed-stream.js';
import type { Media } from '../database/generated/client.js';
import { SessionVault } from '../sessions/session-vault.js';
import { MediaRows } from './media-rows.js';
import { MediaStore } from './media-store.js';
import { purposeOf } from './purpose.js';

/** A session's pictures, for those who show them and those who erase them. */
@Injectable()
export class SessionMedia {
  constructor(
    private readonly rows: MediaRows,
    private readonly store: MediaStore,
    private readonly vault: SessionVault,
  ) {}

  /** In the order in which the vendor named them, whatever has become of them. Throws `session_erased`. */
  async list(sessionId: string): Promise<Media[]> {
    await this.vault.key(sessionId);
    return this.rows.ofSession(sessionId);
  }

  /**
   * The picture in clear, as it is read; breaks off where what is stored is not what was captured. Null
   * when it is not in the store. Whoever opens it reads it to its end or destroys it.
   */
  async open({ id, sessionId, storageKey }: Media): Promise<Readable | null> {
    const key = await this.vault.key(sessionId);
    const sealed = storageKey === null ? null : await this.store.open(storageKey);
    return sealed && Readable.from(openStream(key, purposeOf(id), sealed), { objectMode: false });
  }

  /**
   * Removes every picture of the session and all that is known of it but its kind. Throws when the store
   * cannot be reached; again on what is half or wholly erased does no harm.
   */
  async eraseAll(sessionId: string): Promise<void> {
    await this.rows.erase(sessionId);
    for (const { id, storageKey } of await this.rows.ofSession(sessionId)) {
      if (storageKey === null) continue;
      await this.store.remove(storageKey);
      await this.rows.removed(id);
    }
  }
}
