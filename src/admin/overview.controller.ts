import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import type { Caller } from '../access/caller.js';
import { Clock } from '../common/clock.js';
import { invalidField } from '../common/problems/problem.js';
import { ProviderContexts } from '../providers/runtime/provider-contexts.js';
import { SessionFigures, type Period } from '../sessions/session-figures.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { Tenants } from '../tenants/tenants.js';
import { OverviewAnswer, OverviewDto } from './overview.dto.js';
import { overviewOf, type Overview } from './overview.js';
import { mustReach } from './reach.js';

const dayMs = 24 * 60 * 60_000;
const longestDays = 92;

@ApiTags('Admin: overview')
@Controller('v1/admin/tenants/:tenantId/overview')
export class OverviewController {
  constructor(
    private readonly figures: SessionFigures,
    private readonly accounts: ProviderAccounts,
    private readonly tenants: Tenants,
    private readonly contexts: ProviderContexts,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Allow('tenant:read')
  @ApiOperation({
    summary: 'How each provider does: sessions, outcomes, times, errors, and its accounts now',
  })
  @ApiOkResponse({ type: OverviewAnswer })
  async read(
    @Param('tenantId') tenantId: string,
    @Query() query: OverviewDto,
    @By() caller: Caller,
  ): Promise<Overview> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    const now = this.clock.now();
    const period = periodOf(query, now);
    const [figures, accounts] = await Promise.all([
      this.figures.of(tenantId, period),
      this.accounts.list(tenantId),
    ]);
    const isResting = (accountId: string) => this.contexts.isResting(accountId);
    return overviewOf(period, figures, { now, accounts, isResting });
  }
}

function periodOf(query: OverviewDto, now: Date): Period {
  const to = query.to === undefined ? now : new Date(query.to);
  const from = query.from === undefined ? new Date(to.getTime() - dayMs) : new Date(query.from);
  if (from >= to) throw invalidField('from', 'order', 'must be before `to`, which is now unless given');
  if (to.getTime() - from.getTime() > longestDays * dayMs) {
    throw invalidField('from', 'range', `must be at most ${longestDays} days before \`to\``);
  }
  return { from, to };
}
