import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { PageDto } from '../common/http/page.dto.js';
import type { Page } from '../common/keyset.js';
import { Problem } from '../common/problems/problem.js';
import { Routing, type PolicyVersion } from '../routing/routing.js';
import { Tenants } from '../tenants/tenants.js';
import { policyOf, PolicyDto } from './policy.dto.js';
import { mustReach } from './reach.js';
import { RollbackDto } from './routing.dto.js';
import { SwitchProviderDto } from './switch-provider.dto.js';

/** With whom a tenant verifies. */
@ApiTags('Admin: routing')
@Controller('v1/admin/tenants/:tenantId')
export class RoutingController {
  constructor(
    private readonly routing: Routing,
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
    await this.mustExist(caller, tenantId);
    return { provider, ...(await this.routing.switchTo(tenantId, provider, caller.origin)) };
  }

  @Get('routing')
  @Allow('tenant:read')
  @ApiOperation({ summary: 'Read the policy in force; version 0 says that nobody has chosen yet' })
  async read(
    @Param('tenantId') tenantId: string,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyVersion | { version: 0; policy: null }> {
    await this.mustExist(caller, tenantId);
    const current = (await this.routing.current(tenantId)) ?? ({ version: 0, policy: null } as const);
    void reply.header('etag', `"${current.version}"`);
    return current;
  }

  @Put('routing')
  @Allow('routing:manage')
  @ApiOperation({ summary: 'Put a policy in force, as a new version' })
  @ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The version that the change was made from. When another one is in force: 409.',
  })
  async put(
    @Param('tenantId') tenantId: string,
    @Body() policy: PolicyDto,
    @Headers('if-match') ifMatch: string | undefined,
    @By() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyVersion> {
    await this.mustExist(caller, tenantId);
    const put = await this.routing.put(tenantId, policyOf(policy), versionIn(ifMatch), caller.origin);
    void reply.header('etag', `"${put.version}"`);
    return put;
  }

  @Get('routing/versions')
  @Allow('tenant:read')
  @ApiOperation({ summary: 'List the versions of the policy, newest first' })
  async versions(
    @Param('tenantId') tenantId: string,
    @Query() { limit, cursor }: PageDto,
    @By() caller: Caller,
  ): Promise<Page<PolicyVersion>> {
    await this.mustExist(caller, tenantId);
    return this.routing.versions(tenantId, limit, cursor ?? null);
  }

  @Post('routing/rollback')
  @HttpCode(200)
  @Allow('routing:manage')
  @ApiOperation({ summary: 'Put the policy of a former version in force again, as a new version' })
  async rollBack(
    @Param('tenantId') tenantId: string,
    @Body() { version }: RollbackDto,
    @By() caller: Caller,
  ): Promise<PolicyVersion> {
    await this.mustExist(caller, tenantId);
    return this.routing.rollBack(tenantId, version, caller.origin);
  }

  private async mustExist(caller: Caller, tenantId: string): Promise<void> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
  }
}

/** As a number, quoted or not; null: any version. */
function versionIn(ifMatch: string | undefined): number | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null;
  const [, version] = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(ifMatch) ?? [];
  if (version === undefined)
    throw new Problem('invalid_request', '`If-Match` must be the number of a version.');
  return Number(version);
}
