import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { flowName } from '../common/http/validators.js';
import { invalidField } from '../common/problems/problem.js';
import { Flows, type FlowFields } from '../tenants/flows.js';
import { Tenants } from '../tenants/tenants.js';
import { PutFlowDto } from './flow.dto.js';
import { mustReach } from './reach.js';

/** What a tenant verifies. */
@ApiTags('Admin: flows')
@Controller('v1/admin/tenants/:tenantId/flows')
export class FlowsController {
  constructor(
    private readonly flows: Flows,
    private readonly tenants: Tenants,
  ) {}

  @Get(':name')
  @Allow('tenant:read')
  @ApiOperation({ summary: 'Read a flow' })
  async read(
    @Param('tenantId') tenantId: string,
    @Param('name') name: string,
    @By() caller: Caller,
  ): Promise<FlowFields> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return this.flows.get(tenantId, name);
  }

  @Put(':name')
  @Allow('flows:manage')
  @ApiOperation({ summary: 'Define a flow: what is verified, in each provider’s own terms' })
  async put(
    @Param('tenantId') tenantId: string,
    @Param('name') name: string,
    @Body() { perProvider, expiresInSeconds = null }: PutFlowDto,
    @By() caller: Caller,
  ): Promise<FlowFields> {
    mustReach(caller, tenantId);
    if (!flowName.test(name)) throw invalidField('name', 'format', 'must be what a session may ask for');
    await this.tenants.get(tenantId);
    return this.flows.put(tenantId, name, { perProvider, expiresInSeconds }, caller.origin);
  }
}
