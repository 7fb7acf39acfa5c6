import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { invalidField } from '../common/problems/problem.js';
import { flowName } from '../common/http/validators.js';
import { Routing, type PolicyVersion } from '../routing/routing.js';
import { Flows, type FlowFields } from '../tenants/flows.js';
import { Tenants } from '../tenants/tenants.js';
import { PutFlowDto } from './flow.dto.js';
import { mustReach } from './reach.js';
import { SwitchProviderDto } from './switch-provider.dto.js';

/** What a tenant verifies, and with whom. */
@ApiTags('Admin: flows and routing')
@Controller('v1/admin/tenants/:tenantId')
export class RoutingController {
  constructor(
    private readonly routing: Routing,
    private readonly flows: Flows,
    private readonly tenants: Tenants,
  ) {}

  @Put('provider')
  @Allow('routing:manage')
  @ApiOperation({
    summary: 'Send all new sessions to this provider, at once; those under way stay where they are',
  })
  async switchTo(
    @Param('tenantId') tenantId: string,
    @Body() { provider }: SwitchProviderDto,
    @By() caller: Caller,
  ): Promise<PolicyVersion & { provider: string }> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return { provider, ...(await this.routing.switchTo(tenantId, provider, caller.origin)) };
  }

  @Get('flows/:name')
  @Allow('flows:manage')
  @ApiOperation({ summary: 'Read a flow' })
  async flow(
    @Param('tenantId') tenantId: string,
    @Param('name') name: string,
    @By() caller: Caller,
  ): Promise<FlowFields> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return this.flows.get(tenantId, name);
  }

  @Put('flows/:name')
  @Allow('flows:manage')
  @ApiOperation({ summary: 'Define a flow: what is verified, in each provider’s own terms' })
  async putFlow(
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
