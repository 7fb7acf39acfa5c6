import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ErasePersonalData } from './erase-personal-data.js';
import { ErasureStore } from './erasure-store.js';
import { Erasures } from './erasures.js';
import { PersonalDataController } from './personal-data.controller.js';
import { StoredPictures } from './stored-pictures.js';
import { VendorErasure } from './vendor-erasure.js';
import { VendorTraces } from './vendor-traces.js';

@Module({
  imports: [SessionsModule],
  controllers: [PersonalDataController],
  providers: [ErasePersonalData, ErasureStore, Erasures, StoredPictures, VendorErasure, VendorTraces],
})
export class PrivacyModule {}
