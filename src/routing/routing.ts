import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { invalidField } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { Prisma } from '../database/generated/client.js';
import type { Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { everythingTo, type Policy } from './policy.js';

export interface PolicyVersion {
  readonly id: string;
  readonly version: number;
  readonly policy: Policy;
  readonly createdAt: Date;
}

/** Decides who verifies. The policy is read anew for every session, so a change holds for the next one in every process. */
@Injectable()
export class Routing {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly catalog: ProviderCatalog,
    private readonly clock: Clock,
  ) {}

  /** The policy in force; null: nobody has chosen yet. */
  async current(tenantId: string): Promise<PolicyVersion | null> {
    const [newest] = await this.database.query<PolicyVersion>(
      `SELECT id, version, policy, created_at AS "createdAt" FROM routing_policies
       WHERE tenant_id = $1 ORDER BY version DESC LIMIT 1`,
      [tenantId],
    );
    return newest ?? null;
  }

  /** The one-field switch. Sessions under way stay where they are. */
  async switchTo(tenantId: string, provider: string, origin: Origin): Promise<PolicyVersion> {
    if (!this.catalog.find(provider)) {
      throw invalidField('provider', 'unknown_provider', `must be one of ${this.catalog.ids.join(', ')}`);
    }
    return this.put(tenantId, everythingTo(provider), origin);
  }

  private async put(tenantId: string, policy: Policy, origin: Origin): Promise<PolicyVersion> {
    return this.database.unit(async (unit) => {
      // Two admins at once: one after the other, each with a version of its own.
      await unit.tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR UPDATE`;
      const before = await unit.tx.routingPolicy.findFirst({
        where: { tenantId },
        orderBy: { version: 'desc' },
      });
      const row = await unit.tx.routingPolicy.create({
        data: {
          id: newId('pol'),
          tenantId,
          version: (before?.version ?? 0) + 1,
          policy: policy as unknown as Prisma.InputJsonObject,
          createdAt: this.clock.now(),
        },
      });
      const data = { version: row.version, before: before?.policy ?? null, after: policy };
      const drafts = [{ type: 'routing.changed', data }];
      await this.journal.append(unit, {
        tenantId,
        subject: { kind: 'routing', id: `${tenantId}/routing` },
        drafts,
        origin,
      });
      return { ...row, policy };
    });
  }
}
