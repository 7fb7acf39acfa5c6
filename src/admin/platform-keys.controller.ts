import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import { ApiKeys, type ApiKeyView } from '../access/api-keys.js';
import type { Caller } from '../access/caller.js';
import { Creates, ToCreate } from '../idempotency/idempotent.js';
import type { Resource } from '../idempotency/resource.js';
import { CreatePlatformKeyDto, defaultOverlapSeconds, RotateApiKeyDto, toBeCreated } from './api-key.dto.js';

/** The platform's own keys. A caller may revoke the very key that it calls with, unless it is the last. */
@ApiTags('Admin: API keys of the platform')
@Controller('v1/admin/api-keys')
export class PlatformKeysController {
  constructor(private readonly apiKeys: ApiKeys) {}

  @Post()
  @Allow('platform-keys:manage', { platformOnly: true })
  @Creates('key')
  @ApiOperation({
    summary: 'Create an API key of the platform; its secret is in this answer and nowhere else',
  })
  async create(
    @Body() wanted: CreatePlatformKeyDto,
    @By() caller: Caller,
    @ToCreate() { id }: Resource,
  ): Promise<ApiKeyView & { secret: string }> {
    return this.apiKeys.create(id, { tenantId: null, ...toBeCreated(wanted) }, caller.origin);
  }

  @Get()
  @Allow('platform:read', { platformOnly: true })
  @ApiOperation({ summary: 'List the API keys of the platform, newest first' })
  async list(): Promise<{ data: ApiKeyView[] }> {
    return { data: await this.apiKeys.list(null) };
  }

  @Post(':keyId/rotate')
  @Allow('platform-keys:manage', { platformOnly: true })
  @Creates('key')
  @ApiOperation({
    summary: 'Replace an API key of the platform by a new one; the former works on for the overlap',
  })
  async rotate(
    @Param('keyId') keyId: string,
    @Body() { overlapSeconds = defaultOverlapSeconds }: RotateApiKeyDto,
    @By() caller: Caller,
    @ToCreate() { id }: Resource,
  ): Promise<ApiKeyView & { secret: string }> {
    return this.apiKeys.rotate(id, { tenantId: null, keyId, overlapSeconds }, caller.origin);
  }

  @Delete(':keyId')
  @HttpCode(204)
  @Allow('platform-keys:manage', { platformOnly: true })
  @ApiOperation({ summary: 'Revoke an API key of the platform, at once and for good' })
  async revoke(@Param('keyId') keyId: string, @By() caller: Caller): Promise<void> {
    await this.apiKeys.revoke(null, keyId, caller.origin);
  }
}
