import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { Disk } from 'flydrive';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';

/** Keeps sealed pictures, in a folder or on S3, under keys that say nothing. */
@Injectable()
export class MediaStore {
  private readonly prefix: string;

  constructor(
    private readonly disk: Disk,
    @Inject(SETTINGS) { mediaStore }: Settings,
  ) {
    this.prefix = mediaStore.kind === 's3' ? mediaStore.prefix : '';
  }

  /** Copies the file in. What lay under the key is overwritten. */
  async keep(key: string, path: string, length: number): Promise<void> {
    await this.disk.copyFromFs(path, this.prefix + key, {
      contentLength: length,
      contentType: 'application/octet-stream',
    });
  }

  /** Null when nothing lies there. */
  async open(key: string): Promise<Readable | null> {
    const place = this.prefix + key;
    return (await this.disk.exists(place)) ? this.disk.getStream(place) : null;
  }

  /** Also when nothing lies there. */
  async remove(key: string): Promise<void> {
    await this.disk.delete(this.prefix + key);
  }
}
