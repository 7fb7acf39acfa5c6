import { Module } from '@nestjs/common';
import { FollowingModule } from '../following/following.module.js';
import { MediaModule } from '../media/media.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ErasePersonalData } from './erase-personal-data.js';
import { ErasureStore } from './erasure-store.js';
import { Erasures } from './erasures.js';
import { PersonalDataController } from './personal-data.controller.js';
import { VendorErasure } from './vendor-erasure.js';
import { VendorTraces } from './vendor-traces.js';

@Module({
  imports: [SessionsModule, FollowingModule, MediaModule],
  controllers: [PersonalDataController],
  providers: [ErasePersonalData, ErasureStore, Erasures, VendorErasure, VendorTraces],
  exports: [ErasureStore],
})
export class PrivacyModule {}
