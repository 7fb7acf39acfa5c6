import { Body, Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { Creates, ToCreate } from '../idempotency/idempotent.js';
import type { Resource } from '../idempotency/resource.js';
import { Tenants, type Tenant } from '../tenants/tenants.js';
import { mustReach } from './reach.js';
import { ChangeTenantDto, CreateTenantDto } from './tenant.dto.js';

const defaultRetentionDays = 90;

@ApiTags('Admin: tenants')
@Controller('v1/admin/tenants')
export class TenantsController {
  constructor(private readonly tenants: Tenants) {}

  @Post()
  @Allow('tenants:manage', { platformOnly: true })
  @Creates('ten')
  @ApiOperation({ summary: 'Create a tenant' })
  async create(
    @Body() wanted: CreateTenantDto,
    @By() caller: Caller,
    @ToCreate() { id }: Resource,
  ): Promise<Tenant> {
    const { name, allowedOrigins = [], retentionDays = defaultRetentionDays, rateLimit = null } = wanted;
    return this.tenants.create(id, { name, allowedOrigins, retentionDays, rateLimit }, caller.origin);
  }

  @Get()
  @Allow('platform:read', { platformOnly: true })
  @ApiOperation({ summary: 'List tenants, newest first' })
  async list(): Promise<{ data: Tenant[] }> {
    return { data: await this.tenants.list() };
  }

  @Get(':tenantId')
  @Allow('tenant:read')
  @ApiOperation({ summary: 'Read a tenant' })
  async read(@Param('tenantId') tenantId: string, @By() caller: Caller): Promise<Tenant> {
    mustReach(caller, tenantId);
    return this.tenants.get(tenantId);
  }

  @Patch(':tenantId')
  @Allow('tenant:change')
  @ApiOperation({ summary: 'Change a tenant' })
  async change(
    @Param('tenantId') tenantId: string,
    @Body() change: ChangeTenantDto,
    @By() caller: Caller,
  ): Promise<Tenant> {
    mustReach(caller, tenantId);
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return this.tenants.change(tenantId, given, caller.origin);
  }
}
