import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AllowAnyone } from '../access/allow.js';
import { Metrics } from '../common/metrics.js';
import { Problem } from '../common/problems/problem.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';

@ApiTags('Health')
@AllowAnyone()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: "Measurements in Prometheus' text format; not here if they have a port of their own",
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async read(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (this.settings.metricsPort !== null) throw new Problem('not_found');
    void reply.type(this.metrics.contentType);
    return this.metrics.openText();
  }
}
