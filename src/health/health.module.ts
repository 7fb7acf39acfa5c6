import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { HealthController } from './health.controller.js';
import { Readiness } from './readiness.js';

@Module({ imports: [LiveModule], controllers: [HealthController], providers: [Readiness] })
export class HealthModule {}
