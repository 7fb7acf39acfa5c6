import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { Clock } from '../common/clock.js';
import { invalidField } from '../common/problems/problem.js';
import { Creates, ToCreate } from '../idempotency/idempotent.js';
import type { Resource } from '../idempotency/resource.js';
import { AccountProbe, type Probed } from '../tenants/account-probe.js';
import type { AccountView, Maintenance } from '../tenants/provider-account.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { Tenants } from '../tenants/tenants.js';
import { MaintenanceDto } from './maintenance.dto.js';
import { ChangeProviderAccountDto, CreateProviderAccountDto, ProbeAnswer } from './provider-account.dto.js';
import { mustReach } from './reach.js';

@ApiTags('Admin: provider accounts')
@Controller('v1/admin/tenants/:tenantId/provider-accounts')
export class ProviderAccountsController {
  constructor(
    private readonly accounts: ProviderAccounts,
    private readonly tenants: Tenants,
    private readonly probe: AccountProbe,
    private readonly clock: Clock,
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
  @Allow('tenant:read')
  @ApiOperation({ summary: 'List provider accounts, newest first' })
  async list(@Param('tenantId') tenantId: string, @By() caller: Caller): Promise<{ data: AccountView[] }> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    return { data: await this.accounts.list(tenantId) };
  }

  @Get(':accountId')
  @Allow('tenant:read')
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

  @Delete(':accountId')
  @HttpCode(204)
  @Allow('accounts:manage')
  @ApiOperation({ summary: 'Remove a provider account; sessions under way there go on to their end' })
  async remove(
    @Param('tenantId') tenantId: string,
    @Param('accountId') accountId: string,
    @By() caller: Caller,
  ): Promise<void> {
    mustReach(caller, tenantId);
    await this.accounts.remove(tenantId, accountId, caller.origin);
  }

  @Put(':accountId/maintenance')
  @Allow('accounts:manage')
  @ApiOperation({ summary: 'Route around the account for a time; sessions under way stay there' })
  async maintain(
    @Param('tenantId') tenantId: string,
    @Param('accountId') accountId: string,
    @Body() window: MaintenanceDto,
    @By() caller: Caller,
  ): Promise<AccountView> {
    mustReach(caller, tenantId);
    return this.accounts.maintain(tenantId, accountId, this.windowOf(window), caller.origin);
  }

  private windowOf({ from, until, reason = null }: MaintenanceDto): Maintenance | null {
    if (from == null && until == null) return null;
    if (from == null) throw invalidField('from', 'required', 'must be given with `until`');
    if (until == null) throw invalidField('until', 'required', 'must be given with `from`');
    const window = { from: new Date(from), until: new Date(until), reason };
    if (window.until <= window.from) throw invalidField('until', 'order', 'must be after `from`');
    if (window.until <= this.clock.now()) throw invalidField('until', 'past', 'must not be in the past');
    return window;
  }
}
