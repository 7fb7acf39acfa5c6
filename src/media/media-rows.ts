import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Media } from '../database/generated/client.js';
import type { Picture } from './examination.js';

/** What is known of a session's pictures. Their bytes are never in the database. */
@Injectable()
export class MediaRows {
  constructor(private readonly database: Database) {}

  /**
   * The next picture to capture, claimed by moving its time on: a claim that nobody works off falls due
   * again. The try is counted with the claim, so that a picture that kills processes is given up as well.
   */
  async claim(now: Date, again: Date): Promise<Media | null> {
    const claimed = await this.database.client.$queryRaw<{ id: string }[]>`
      UPDATE media SET next_attempt_at = ${again}, attempts = attempts + 1 WHERE id IN (
        SELECT id FROM media WHERE next_attempt_at <= ${now}
        ORDER BY next_attempt_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id`;
    const [row] = claimed;
    return row ? this.database.client.media.findUnique({ where: { id: row.id } }) : null;
  }

  /** Like what follows, says whether the picture was still wanted: it may have been erased meanwhile. */
  async captured(id: string, picture: Picture, at: Date): Promise<boolean> {
    const data = { ...picture, status: 'captured', cause: null, nextAttemptAt: null, capturedAt: at };
    return this.settle(id, data);
  }

  async missing(id: string, cause: string): Promise<boolean> {
    return this.settle(id, { status: 'missing', cause, nextAttemptAt: null });
  }

  async again(id: string, cause: string, at: Date): Promise<boolean> {
    return this.settle(id, { cause, nextAttemptAt: at });
  }

  /** A process that stops leaves its captures to the others at once, as if they had not been tried. */
  async release({ id, attempts }: Media, at: Date): Promise<void> {
    await this.settle(id, { attempts: attempts - 1, nextAttemptAt: at });
  }

  /** In the order in which the vendor named them. */
  ofSession(sessionId: string): Promise<Media[]> {
    return this.database.client.media.findMany({ where: { sessionId }, orderBy: { id: 'asc' } });
  }

  /** From here on nothing of the session's pictures is captured or shown. */
  async erase(sessionId: string): Promise<void> {
    await this.database.client.media.updateMany({
      where: { sessionId, status: { not: 'erased' } },
      data: {
        status: 'erased',
        cause: null,
        announcedHash: null,
        contentType: null,
        bytes: null,
        sha256: null,
        nextAttemptAt: null,
      },
    });
  }

  /** Nothing lies in the store under its key any more. */
  async removed(id: string): Promise<void> {
    await this.database.client.media.update({ where: { id }, data: { storageKey: null } });
  }

  private async settle(id: string, data: Partial<Media>): Promise<boolean> {
    const { count } = await this.database.client.media.updateMany({ where: { id, status: 'wanted' }, data });
    return count > 0;
  }
}
