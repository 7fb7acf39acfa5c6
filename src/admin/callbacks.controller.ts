import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import type { Page } from '../common/keyset.js';
import { ListCallbacks, type CallbackView } from '../following/inbox/list-callbacks.js';
import { RetryCallback } from '../following/inbox/retry-callback.js';
import { Tenants } from '../tenants/tenants.js';
import { ListCallbacksDto } from './list-callbacks.dto.js';
import { mustReach } from './reach.js';

@ApiTags('Admin: callbacks')
@Controller('v1/admin/tenants/:tenantId/callbacks')
export class AdminCallbacksController {
  constructor(
    private readonly listing: ListCallbacks,
    private readonly retries: RetryCallback,
    private readonly tenants: Tenants,
  ) {}

  @Get()
  @Allow('tenant:read')
  @ApiOperation({ summary: 'List what vendors have called back, newest first' })
  async list(
    @Param('tenantId') tenantId: string,
    @Query() { status, accountId, limit, cursor }: ListCallbacksDto,
    @By() caller: Caller,
  ): Promise<Page<CallbackView>> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    const filter = { status: status ?? null, accountId: accountId ?? null };
    return this.listing.run(tenantId, filter, limit, cursor ?? null);
  }

  @Post(':callbackId/retry')
  @HttpCode(200)
  @Allow('callbacks:manage')
  @ApiOperation({ summary: 'Have a failed or unmatched callback worked on anew; any other is left as it is' })
  async retry(
    @Param('tenantId') tenantId: string,
    @Param('callbackId') callbackId: string,
    @By() caller: Caller,
  ): Promise<CallbackView> {
    mustReach(caller, tenantId);
    return this.listing.view(await this.retries.run(tenantId, callbackId, caller.origin));
  }
}
