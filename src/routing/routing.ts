import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { newId } from '../common/ids.js';
import { pageOf, readCursor, type Page } from '../common/keyset.js';
import { invalidField, Problem } from '../common/problems/problem.js';
import { Database, type Tx } from '../database/database.js';
import type { Prisma } from '../database/generated/client.js';
import type { Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { lockTenant } from '../tenants/lock-tenant.js';
import { everythingTo, providersIn, type Policy } from './policy.js';

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

  /** Newest first, a page of them. Throws `invalid_cursor`. */
  async versions(tenantId: string, limit: number, cursor: string | null): Promise<Page<PolicyVersion>> {
    const after = cursor === null ? null : readCursor('pol', cursor).id;
    const rows = await this.database.query<PolicyVersion>(
      `SELECT id, version, policy, created_at AS "createdAt" FROM routing_policies
       WHERE tenant_id = $1 AND ($2::text IS NULL OR version < (
         SELECT version FROM routing_policies WHERE id = $2 AND tenant_id = $1))
       ORDER BY version DESC LIMIT $3`,
      [tenantId, after, limit + 1],
    );
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** The one-field switch. Sessions under way stay where they are. */
  async switchTo(tenantId: string, provider: string, origin: Origin): Promise<PolicyVersion> {
    this.refuseUnknown([{ path: 'provider', provider }]);
    return this.write(tenantId, { origin, next: () => everythingTo(provider) });
  }

  /** Throws `version_conflict` when another version than `expected` is in force; null: whichever is. */
  async put(
    tenantId: string,
    policy: Policy,
    expected: number | null,
    origin: Origin,
  ): Promise<PolicyVersion> {
    this.refuseUnknown(providersIn(policy));
    return this.write(tenantId, { origin, expected, next: () => policy });
  }

  /** Puts a former policy in force again, as a new version. Throws `not_found` for one that never was. */
  async rollBack(tenantId: string, to: number, origin: Origin): Promise<PolicyVersion> {
    return this.write(tenantId, {
      origin,
      note: { rolledBackTo: to },
      next: async (tx) => {
        const where = { tenantId_version: { tenantId, version: to } };
        const former = await tx.routingPolicy.findUnique({ where });
        if (!former) throw new Problem('not_found', 'There is no such version.');
        return former.policy as unknown as Policy;
      },
    });
  }

  private refuseUnknown(named: readonly { path: string; provider: string }[]): void {
    const unknown = named.find(({ provider }) => !this.catalog.find(provider));
    if (!unknown) return;
    throw invalidField(unknown.path, 'unknown_provider', `must be one of ${this.catalog.ids.join(', ')}`);
  }

  private async write(tenantId: string, { origin, expected, note, next }: Writing): Promise<PolicyVersion> {
    return this.database.unit(async (unit) => {
      // Each with a version of its own.
      await lockTenant(unit, tenantId);
      const before = await unit.tx.routingPolicy.findFirst({
        where: { tenantId },
        orderBy: { version: 'desc' },
      });
      const inForce = before?.version ?? 0;
      if (expected != null && expected !== inForce) {
        throw new Problem('version_conflict', `Version ${inForce} is in force.`);
      }
      const policy = await next(unit.tx);
      const row = await unit.tx.routingPolicy.create({
        data: {
          id: newId('pol'),
          tenantId,
          version: inForce + 1,
          policy: policy as unknown as Prisma.InputJsonObject,
          createdAt: this.clock.now(),
        },
      });
      const data = { version: row.version, ...note, before: before?.policy ?? null, after: policy };
      const drafts = [{ type: 'routing.changed', data }];
      await this.journal.append(unit, {
        tenantId,
        subject: { kind: 'routing', id: `${tenantId}/routing` },
        drafts,
        origin,
      });
      const { id, version, createdAt } = row;
      return { id, version, policy, createdAt };
    });
  }
}

interface Writing {
  readonly origin: Origin;
  readonly expected?: number | null;
  /** Stands in the journal beside the policies. */
  readonly note?: Readonly<Record<string, unknown>>;
  readonly next: (tx: Tx) => Policy | Promise<Policy>;
}
