import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';

const abandonedAfterMs = 3_600_000;

/**
 * Where pictures arrive, sealed already, before they are proven and go into the store: nothing unproven
 * ever lies there, and a store that must know the length beforehand is told it.
 */
@Injectable()
export class Arrivals implements OnModuleInit {
  private readonly folder: string;

  constructor(
    @Inject(SETTINGS) { dataDir }: Settings,
    private readonly clock: Clock,
  ) {
    this.folder = join(dataDir, 'arriving');
  }

  /** What a process left here that died meanwhile. Others may be at work in the same folder. */
  async onModuleInit(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(this.folder)) {
      const { mtimeMs } = await stat(join(this.folder, name)).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < this.clock.now().getTime() - abandonedAfterMs) await this.discard(name);
    }
  }

  /** Returns the file's path once all of it is there. */
  async receive(name: string, sealed: AsyncIterable<Uint8Array>): Promise<string> {
    const path = join(this.folder, name);
    const file = createWriteStream(path, { mode: 0o600 });
    const closed = new Promise<void>((resolve) => file.once('close', resolve));
    try {
      await pipeline(sealed, file);
      return path;
    } finally {
      // A file that is only being opened would come into being after it had been discarded.
      await closed;
    }
  }

  async discard(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true });
  }
}
