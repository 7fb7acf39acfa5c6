import { Body, Controller, Get, HttpCode, Param, Patch, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { Creates, ToCreate } from '../idempotency/idempotent.js';
import type { Resource } from '../idempotency/resource.js';
import { AccountProbe, type Probed } from '../tenants/account-probe.js';
import type { AccountView } from '../tenants/provider-account.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { Tenants } from '../tenants/tenants.js';
import { ChangeProviderAccountDto, CreateProviderAccountDto, ProbeAnswer } from './provider-account.dto.js';
import { mustReach } from './reach.js';

@ApiTags('Admin: provider accounts')
@Controller('v1/admin/tenants/:tenantId/provider-accounts')
export class ProviderAccountsController {
  constructor(
    private readonly accounts: ProviderAccounts,
    private readonly tenants: Tenants,
    private readonly probe: AccountProbe,
  ) {}

  @Post()
  @Allow('accounts:manage')
  @Creates('pac')
  @ApiOperation({ summary: 'Add an account at a provider' })
  async create(
    @Param('tenantId') tenantId: string,
    @Body() { enabled = true, ...wanted }: CreateProviderAccountDto,
    @By() caller: Caller,
    @ToCreate() { id }: Resource,
  ): Promise<AccountView> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return this.accounts.create(id, tenantId, { ...wanted, enabled }, caller.origin);
  }

  @Get()
  @Allow('accounts:manage')
  @ApiOperation({ summary: 'List provider accounts, newest first' })
  async list(@Param('tenantId') tenantId: string, @By() caller: Caller): Promise<{ data: AccountView[] }> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return { data: await this.accounts.list(tenantId) };
  }

  @Get(':accountId')
  @Allow('accounts:manage')
  @ApiOperation({ summary: 'Read a provider account; of its credentials only which are set' })
  async read(
    @Param('tenantId') tenantId: string,
    @Param('accountId') accountId: string,
    @By() caller: Caller,
  ): Promise<AccountView> {
    mustReach(caller, tenantId);
    return this.accounts.get(tenantId, accountId);
  }

  @Patch(':accountId')
  @Allow('accounts:manage')
  @ApiOperation({ summary: 'Change a provider account' })
  async change(
    @Param('tenantId') tenantId: string,
    @Param('accountId') accountId: string,
    @Body() change: ChangeProviderAccountDto,
    @By() caller: Caller,
  ): Promise<AccountView> {
    mustReach(caller, tenantId);
    return this.accounts.change(tenantId, accountId, change, caller.origin);
  }

  @Post(':accountId/probe')
  @HttpCode(200)
  @Allow('accounts:manage')
  @ApiOperation({ summary: 'Ask the provider whether the account works' })
  @ApiOkResponse({ type: ProbeAnswer })
  async ask(
    @Param('tenantId') tenantId: string,
    @Param('accountId') accountId: string,
    @By() caller: Caller,
  ): Promise<Probed> {
    mustReach(caller, tenantId);
    return this.probe.run(tenantId, accountId);
  }
}
