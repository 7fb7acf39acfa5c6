import { Module } from '@nestjs/common';
import { Disk } from 'flydrive';
import { SETTINGS } from '../config/config.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Arrivals } from './arrivals.js';
import { CaptureMedia } from './capture-media.js';
import { MediaCaptures } from './media-captures.js';
import { MediaRows } from './media-rows.js';
import { MediaStore } from './media-store.js';
import { openDisk } from './open-disk.js';
import { SessionMedia } from './session-media.js';

@Module({
  imports: [SessionsModule],
  providers: [
    { provide: Disk, useFactory: openDisk, inject: [SETTINGS] },
    Arrivals,
    CaptureMedia,
    MediaCaptures,
    MediaRows,
    MediaStore,
    SessionMedia,
  ],
  exports: [SessionMedia],
})
export class MediaModule {}
