import { Injectable } from '@nestjs/common';
import type { Mode } from '../access/api-key.js';
import { Clock } from '../common/clock.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { ProviderContexts } from '../providers/runtime/provider-contexts.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import { SessionSetups } from '../tenants/session-setup.js';
import { capableOf } from './capable-of.js';
import { choose, type Choice, type RoutingFacts } from './choose.js';
import type { Policy } from './policy.js';
import { Routing } from './routing.js';

export interface Previewed {
  readonly tenantId: string;
  /** Whose accounts count. */
  readonly mode: Mode;
  /** One that is not in force yet; null: the present one. */
  readonly policy: Policy | null;
  readonly facts: readonly RoutingFacts[];
}

/** Who would go where: the very choice that a creation makes, without creating anything. */
@Injectable()
export class RoutingPreview {
  constructor(
    private readonly routing: Routing,
    private readonly accounts: ProviderAccounts,
    private readonly setups: SessionSetups,
    private readonly catalog: ProviderCatalog,
    private readonly contexts: ProviderContexts,
    private readonly clock: Clock,
  ) {}

  /** In the order of the facts. Throws `flow_unknown`. */
  async run({ tenantId, mode, policy, facts }: Previewed): Promise<Choice[]> {
    const [accounts, current, capable] = await Promise.all([
      this.accounts.forMode(tenantId, mode),
      this.routing.current(tenantId),
      this.capable(tenantId, new Set(facts.map(({ flow }) => flow))),
    ]);
    const tried = policy ? { version: (current?.version ?? 0) + 1, policy } : current;
    const now = this.clock.now();
    const isResting = (accountId: string) => this.contexts.isResting(accountId);
    return facts.map((each) => {
      const isCapable = capable.get(each.flow) ?? (() => true);
      return choose(each, { policy: tried, accounts, isCapable, isResting, now });
    });
  }

  private async capable(tenantId: string, flows: ReadonlySet<string>) {
    const read = async (name: string) => {
      const { flow } = await this.setups.read(tenantId, name);
      return [name, capableOf(flow, this.catalog)] as const;
    };
    return new Map(await Promise.all([...flows].map(read)));
  }
}
