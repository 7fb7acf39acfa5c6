import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, By } from '../access/allow.js';
import { modes, type Mode } from '../access/api-key.js';
import type { Caller } from '../access/caller.js';
import { invalidField } from '../common/problems/problem.js';
import type { Choice } from '../routing/choose.js';
import { RoutingPreview } from '../routing/preview.js';
import { SessionStore } from '../sessions/session-store.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { Tenants } from '../tenants/tenants.js';
import { policyOf } from './policy.dto.js';
import { factsOfRequest, factsOfSession, type Previewable } from './previewable.js';
import { mustReach } from './reach.js';
import { PreviewDto } from './routing.dto.js';

interface Preview extends Choice {
  readonly refId: string;
  /** Null for a made-up request. */
  readonly sessionId: string | null;
  /** Null: nobody can serve. */
  readonly provider: string | null;
}

@ApiTags('Admin: routing')
@Controller('v1/admin/tenants/:tenantId/routing/preview')
export class RoutingPreviewController {
  constructor(
    private readonly previews: RoutingPreview,
    private readonly sessions: SessionStore,
    private readonly accounts: ProviderAccounts,
    private readonly tenants: Tenants,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('routing:manage')
  @ApiOperation({
    summary: 'Who would go where, under the policy in force or another one; nothing is created',
  })
  async preview(
    @Param('tenantId') tenantId: string,
    @Body() { policy, mode, requests, last }: PreviewDto,
    @By() caller: Caller,
  ): Promise<{ data: Preview[]; byProvider: Record<string, number> }> {
    mustReach(caller, tenantId);
    await this.tenants.get(tenantId);
    const accountMode = mode ?? (await this.modeFor(caller, tenantId));
    const previewed = requests?.map(factsOfRequest) ?? (await this.newest(tenantId, accountMode, last));
    const choices = await this.previews.run({
      tenantId,
      mode: accountMode,
      policy: policy ? policyOf(policy) : null,
      facts: previewed.map(({ facts }) => facts),
    });
    const data = choices.map((choice, at) => previewOf(choice, previewed[at]));
    return { data, byProvider: countBy(data.map(({ provider }) => provider ?? 'none')) };
  }

  /** An admin key works on accounts of both modes: its own counts first, and not where the tenant has nothing of it. */
  private async modeFor({ principal }: Caller, tenantId: string): Promise<Mode> {
    const own = principal.kind === 'key' ? principal.mode : 'live';
    const there = new Set((await this.accounts.list(tenantId)).map(({ mode }) => mode));
    return [own, ...modes].find((mode) => there.has(mode)) ?? own;
  }

  private async newest(tenantId: string, mode: Mode, last: number | undefined): Promise<Previewable[]> {
    if (last === undefined) throw invalidField('requests', 'required', 'or `last` must say what to look at');
    const sessions = await this.sessions.newestFirst({ tenantId, mode }, last);
    return sessions.map(factsOfSession);
  }
}

function previewOf(choice: Choice, previewable: Previewable | undefined): Preview {
  const provider = choice.candidates.find(({ verdict }) => verdict === 'usable')?.provider ?? null;
  return {
    refId: previewable?.facts.refId ?? '',
    sessionId: previewable?.sessionId ?? null,
    provider,
    ...choice,
  };
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Object.fromEntries(counts);
}
