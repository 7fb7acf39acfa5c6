import { Module } from '@nestjs/common';
import { MediaModule } from '../media/media.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { Looks } from './looks.js';
import { ResultsController } from './results.controller.js';
import { SessionPictures } from './session-pictures.js';
import { SessionResults } from './session-results.js';

@Module({
  imports: [MediaModule, SessionsModule],
  controllers: [ResultsController],
  providers: [Looks, SessionPictures, SessionResults],
})
export class ResultsModule {}
