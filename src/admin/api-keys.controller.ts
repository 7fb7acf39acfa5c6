import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import { ApiKeys, type ApiKeyView } from '../access/api-keys.js';
import type { Caller } from '../access/caller.js';
import { Creates, ToCreate } from '../idempotency/idempotent.js';
import type { Resource } from '../idempotency/resource.js';
import { Tenants } from '../tenants/tenants.js';
import { CreateApiKeyDto, defaultOverlapSeconds, RotateApiKeyDto, toBeCreated } from './api-key.dto.js';
import { mustReach } from './reach.js';

@ApiTags('Admin: API keys')
@Controller('v1/admin/tenants/:tenantId/api-keys')
export class ApiKeysController {
  constructor(
    private readonly apiKeys: ApiKeys,
    private readonly tenants: Tenants,
  ) {}

  @Post()
  @Allow('keys:manage')
  @Creates('key')
  @ApiOperation({ summary: 'Create an API key; its secret is in this answer and nowhere else' })
  async create(
    @Param('tenantId') tenantId: string,
    @Body() wanted: CreateApiKeyDto,
    @By() caller: Caller,
    @ToCreate() { id }: Resource,
  ): Promise<ApiKeyView & { secret: string }> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return this.apiKeys.create(id, { tenantId, ...toBeCreated(wanted) }, caller.origin);
  }

  @Get()
  @Allow('tenant:read')
  @ApiOperation({ summary: 'List API keys, newest first' })
  async list(@Param('tenantId') tenantId: string, @By() caller: Caller): Promise<{ data: ApiKeyView[] }> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return { data: await this.apiKeys.list(tenantId) };
  }

  @Post(':keyId/rotate')
  @Allow('keys:manage')
  @Creates('key')
  @ApiOperation({
    summary: 'Replace an API key by a new one of the same kind; the former works on for the overlap',
  })
  async rotate(
    @Param('tenantId') tenantId: string,
    @Param('keyId') keyId: string,
    @Body() { overlapSeconds = defaultOverlapSeconds }: RotateApiKeyDto,
    @By() caller: Caller,
    @ToCreate() { id }: Resource,
  ): Promise<ApiKeyView & { secret: string }> {
    mustReach(caller, tenantId);
    return this.apiKeys.rotate(id, { tenantId, keyId, overlapSeconds }, caller.origin);
  }

  @Delete(':keyId')
  @HttpCode(204)
  @Allow('keys:manage')
  @ApiOperation({ summary: 'Revoke an API key, at once and for good' })
  async revoke(
    @Param('tenantId') tenantId: string,
    @Param('keyId') keyId: string,
    @By() caller: Caller,
  ): Promise<void> {
    mustReach(caller, tenantId);
    await this.apiKeys.revoke(tenantId, keyId, caller.origin);
  }
}
