import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import { Database, type Unit } from '../database/database.js';
import type { ApiKey } from '../database/generated/client.js';
import type { Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import { inForce, makeApiKey, readApiKey, type Mode, type Role } from './api-key.js';

export interface NewApiKey {
  /** Null: a key of the platform. */
  readonly tenantId: string | null;
  readonly role: Role;
  readonly mode: Mode;
  readonly name: string;
  readonly expiresAt: Date | null;
  /** Requests per minute of this key alone; null: only what its tenant may. */
  readonly rateLimit: number | null;
}

export interface Rotation {
  /** Null: a key of the platform. */
  readonly tenantId: string | null;
  /** The key to be replaced. */
  readonly keyId: string;
  readonly overlapSeconds: number;
}

/** What may be shown of a key. */
export type ApiKeyView = Omit<ApiKey, 'secretHash'>;

/** The keys of tenants and, where the tenant is null, of the platform. */
@Injectable()
export class ApiKeys {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {}

  /** The secret is in the answer and nowhere else. */
  async create(
    id: string,
    wanted: NewApiKey,
    origin: Origin,
    secret = makeApiKey(wanted.role, wanted.mode),
  ): Promise<ApiKeyView & { secret: string }> {
    return this.database.unit((unit) => this.insert(unit, id, wanted, origin, secret));
  }

  /** Null: the platform has, or had, a key already. Of processes that start at once, one makes the first. */
  async createFirst(id: string, wanted: NewApiKey, origin: Origin): Promise<{ secret: string } | null> {
    return this.database.unit(async (unit) => {
      await lockPlatformKeys(unit);
      if (await unit.tx.apiKey.findFirst({ where: { tenantId: null }, select: { id: true } })) return null;
      return this.insert(unit, id, wanted, origin, makeApiKey(wanted.role, wanted.mode));
    });
  }

  /**
   * A key that takes the place of another, which works on for the overlap and not a moment longer than it would
   * have. Throws `not_found` for a key that is not in force.
   */
  async rotate(
    id: string,
    { tenantId, keyId, overlapSeconds }: Rotation,
    origin: Origin,
  ): Promise<ApiKeyView & { secret: string }> {
    return this.database.unit(async (unit) => {
      await lockKey(unit, keyId);
      const former = await unit.tx.apiKey.findFirst({ where: { id: keyId, tenantId } });
      if (!former || !inForce(former, this.clock.now())) throw new Problem('not_found');
      const { role, mode, name, expiresAt, rateLimit } = former as ApiKey & { role: Role; mode: Mode };
      const overlapEnds = this.clock.in(overlapSeconds);
      const worksUntil = expiresAt && expiresAt < overlapEnds ? expiresAt : overlapEnds;
      await unit.tx.apiKey.update({ where: { id: keyId }, data: { expiresAt: worksUntil } });
      const data = { by: id, worksUntil: worksUntil.toISOString() };
      const drafts = [{ type: 'api_key.rotated', data }];
      await this.journal.append(unit, { tenantId, subject: { kind: 'api_key', id: keyId }, drafts, origin });
      const wanted = { tenantId, role, mode, name, expiresAt, rateLimit };
      return this.insert(unit, id, wanted, origin, makeApiKey(role, mode));
    });
  }

  async list(tenantId: string | null): Promise<ApiKeyView[]> {
    return this.database.client.apiKey.findMany({
      where: { tenantId },
      orderBy: { createdAt: 'desc' },
      omit: { secretHash: true },
    });
  }

  /**
   * Revoking twice is no error. Takes effect with the next request, in every process: keys are never cached.
   * Throws `last_admin_key` for the one key that is left to make others with.
   */
  async revoke(tenantId: string | null, id: string, origin: Origin): Promise<void> {
    await this.database.unit(async (unit) => {
      if (tenantId === null) await lockPlatformKeys(unit);
      await lockKey(unit, id);
      const key = await unit.tx.apiKey.findFirst({ where: { id, tenantId } });
      if (!key) throw new Problem('not_found');
      if (key.revokedAt) return;
      if (await this.isLastAdmin(unit, key)) throw new Problem('last_admin_key');
      await unit.tx.apiKey.update({ where: { id }, data: { revokedAt: this.clock.now() } });
      const drafts = [{ type: 'api_key.revoked', data: {} }];
      await this.journal.append(unit, { tenantId, subject: { kind: 'api_key', id }, drafts, origin });
    });
  }

  async exists(presented: string): Promise<boolean> {
    const prefix = readApiKey(presented)?.prefix;
    return prefix !== undefined && (await this.database.client.apiKey.count({ where: { prefix } })) > 0;
  }

  /** Of the platform: a tenant without an admin is helped by the platform's. */
  private async isLastAdmin(unit: Unit, key: ApiKey): Promise<boolean> {
    const now = this.clock.now();
    if (key.tenantId !== null || key.role !== 'admin' || !inForce(key, now)) return false;
    const others = await unit.tx.apiKey.count({
      where: {
        ...{ id: { not: key.id }, tenantId: null, role: 'admin', revokedAt: null },
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      },
    });
    return others === 0;
  }

  private async insert(
    unit: Unit,
    id: string,
    { tenantId, role, mode, name, expiresAt, rateLimit }: NewApiKey,
    origin: Origin,
    secret: string,
  ): Promise<ApiKeyView & { secret: string }> {
    const presented = readApiKey(secret);
    if (!presented) throw new Problem('internal', 'a key of the wrong shape was made');
    // A repeat after a crash: the former secret was never answered, so it makes way.
    await unit.tx.apiKey.deleteMany({ where: { id } });
    const { secretHash: _hash, ...view } = await unit.tx.apiKey.create({
      data: {
        id,
        tenantId,
        role,
        mode,
        name,
        expiresAt,
        rateLimit,
        prefix: presented.prefix,
        secretHash: new Uint8Array(presented.hash),
        createdAt: this.clock.now(),
      },
    });
    const data = { role, mode, name, expiresAt: expiresAt?.toISOString() ?? null, rateLimit };
    const drafts = [{ type: 'api_key.created', data }];
    await this.journal.append(unit, { tenantId, subject: { kind: 'api_key', id }, drafts, origin });
    return { ...view, secret };
  }
}

/** Until the unit ends: of changes at once each begins with what the one before it has left. */
async function lockKey(unit: Unit, id: string): Promise<void> {
  await unit.tx.$executeRaw`SELECT 1 FROM api_keys WHERE id = ${id} FOR NO KEY UPDATE`;
}

/** Until the unit ends: what is decided by which keys of the platform there are is decided by one at a time. */
async function lockPlatformKeys(unit: Unit): Promise<void> {
  await unit.tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('platform keys', 0))`;
}
