import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { invalidField, Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { Flow, Prisma } from '../database/generated/client.js';
import type { Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import { ProviderCatalog } from '../providers/catalog.js';
import { checkBySchema } from './account-schemas.js';
import { lockTenant } from './lock-tenant.js';

export interface FlowFields {
  /** What to verify, in each provider's own terms; a provider that is not named does its default. */
  readonly perProvider: Readonly<Record<string, unknown>>;
  /** Null: as long as the provider's default. */
  readonly expiresInSeconds: number | null;
}

export const defaultFlow = 'default';
/** What `default` asks when nobody has defined it: what each provider does by itself. */
export const noFlow: FlowFields = { perProvider: {}, expiresInSeconds: null };

/** Named answers to "what is to be verified". */
@Injectable()
export class Flows {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly catalog: ProviderCatalog,
    private readonly clock: Clock,
  ) {}

  async get(tenantId: string, name: string): Promise<FlowFields & { name: string }> {
    const row = await this.database.client.flow.findUnique({ where: { tenantId_name: { tenantId, name } } });
    if (row) return view(row);
    if (name === defaultFlow) return { name, ...noFlow };
    throw new Problem('not_found');
  }

  async put(
    tenantId: string,
    name: string,
    fields: FlowFields,
    origin: Origin,
  ): Promise<FlowFields & { name: string }> {
    const perProvider = this.check(fields.perProvider) as Prisma.InputJsonObject;
    const { expiresInSeconds } = fields;
    const now = this.clock.now();
    return this.database.unit(async (unit) => {
      await lockTenant(unit, tenantId);
      const where = { tenantId_name: { tenantId, name } };
      const before = await unit.tx.flow.findUnique({ where });
      const after = await unit.tx.flow.upsert({
        where,
        create: { tenantId, name, perProvider, expiresInSeconds, createdAt: now, updatedAt: now },
        update: { perProvider, expiresInSeconds, updatedAt: now },
      });
      const data = { before: before && view(before), after: view(after) };
      const drafts = [{ type: 'flow.changed', data }];
      await this.journal.append(unit, {
        tenantId,
        subject: { kind: 'flow', id: `${tenantId}/${name}` },
        drafts,
        origin,
      });
      return view(after);
    });
  }

  private check(perProvider: Readonly<Record<string, unknown>>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(perProvider).map(([provider, flow]) => {
        const adapter = this.catalog.find(provider);
        if (!adapter) {
          throw invalidField(
            'perProvider',
            'unknown_provider',
            `must be for some of ${this.catalog.ids.join(', ')}`,
          );
        }
        return [provider, checkBySchema<unknown>(adapter.definition.flow, flow, `perProvider.${provider}`)];
      }),
    );
  }
}

function view({ name, perProvider, expiresInSeconds }: Flow): FlowFields & { name: string } {
  return { name, perProvider: perProvider as Record<string, unknown>, expiresInSeconds };
}
