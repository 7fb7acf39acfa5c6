import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { Tenant } from '../database/generated/client.js';
import type { Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import { lockTenant } from './lock-tenant.js';

export type { Tenant };

export interface TenantFields {
  readonly name: string;
  /** Origins (`https://app.example`) of return addresses and of browsers on the live channel. */
  readonly allowedOrigins: string[];
  readonly retentionDays: number;
  /** Requests per minute; null: the gateway's default. */
  readonly rateLimit: number | null;
}

@Injectable()
export class Tenants {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  async create(id: string, fields: TenantFields, origin: Origin): Promise<Tenant> {
    const now = this.clock.now();
    return this.database.unit(async (unit) => {
      const existing = await unit.tx.tenant.findUnique({ where: { id } });
      if (existing) return existing;
      const tenant = await unit.tx.tenant.create({ data: { id, ...fields, createdAt: now, updatedAt: now } });
      await this.journal.append(unit, {
        tenantId: id,
        subject: { kind: 'tenant', id },
        drafts: [{ type: 'tenant.created', data: { ...fields } }],
        origin,
        lastSeq: 0,
      });
      return tenant;
    });
  }

  async list(): Promise<Tenant[]> {
    return this.database.client.tenant.findMany({ orderBy: { createdAt: 'desc' } });
  }

  async ids(): Promise<string[]> {
    return (await this.database.client.tenant.findMany({ select: { id: true } })).map(({ id }) => id);
  }

  async get(id: string): Promise<Tenant> {
    const tenant = await this.database.client.tenant.findUnique({ where: { id } });
    if (!tenant) throw new Problem('not_found');
    return tenant;
  }

  async change(id: string, fields: Partial<TenantFields>, origin: Origin): Promise<Tenant> {
    return this.database.unit(async (unit) => {
      await lockTenant(unit, id);
      const before = await unit.tx.tenant.findUnique({ where: { id } });
      if (!before) throw new Problem('not_found');
      const after = await unit.tx.tenant.update({
        where: { id },
        data: { ...fields, updatedAt: this.clock.now() },
      });
      const names = Object.keys(fields) as (keyof TenantFields)[];
      const pick = (tenant: Tenant) => Object.fromEntries(names.map((name) => [name, tenant[name]]));
      const data = { before: pick(before), after: pick(after) };
      const drafts = [{ type: 'tenant.changed', data }];
      await this.journal.append(unit, { tenantId: id, subject: { kind: 'tenant', id }, drafts, origin });
      return after;
    });
  }
}
