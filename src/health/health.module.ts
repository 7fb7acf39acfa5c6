import { Module } from '@nestjs/common';
import { LiveModule } from '../live/live.module.js';
import { HealthController } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsPort } from './metrics-port.js';
import { Readiness } from './readiness.js';
import { SessionCounts } from './session-counts.js';

@Module({
  imports: [LiveModule],
  controllers: [HealthController, MetricsController],
  providers: [Readiness, MetricsPort, SessionCounts],
})
export class HealthModule {}
