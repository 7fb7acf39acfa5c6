import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Log } from '../common/log.js';
import { Problem } from '../common/problems/problem.js';
import { Database, type Unit } from '../database/database.js';
import type { ApiKey } from '../database/generated/client.js';
import type { Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import { makeApiKey, readApiKey, sameHash, type Mode, type Role } from './api-key.js';
import type { Principal } from './caller.js';

type KeyRow = Pick<ApiKey, 'id' | 'tenantId' | 'role' | 'mode' | 'secretHash' | 'expiresAt' | 'revokedAt'>;

export interface NewApiKey {
  /** Null: a key of the platform. */
  readonly tenantId: string | null;
  readonly role: Role;
  readonly mode: Mode;
  readonly name: string;
  readonly expiresAt: Date | null;
}

export interface Rotation {
  readonly tenantId: string;
  /** The key to be replaced. */
  readonly keyId: string;
  readonly overlapSeconds: number;
}

/** What may be shown of a key. */
export type ApiKeyView = Omit<ApiKey, 'secretHash'>;

const lastUseEveryMs = 60_000;

@Injectable()
export class ApiKeys {
  private readonly lastUseWritten = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly log: Log,
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
      const former = await unit.tx.apiKey.findFirst({ where: { id: keyId, tenantId } });
      if (!former || !this.inForce(former)) throw new Problem('not_found');
      const { role, mode, name, expiresAt } = former as ApiKey & { role: Role; mode: Mode };
      const overlapEnds = this.clock.in(overlapSeconds);
      const worksUntil = expiresAt && expiresAt < overlapEnds ? expiresAt : overlapEnds;
      await unit.tx.apiKey.update({ where: { id: keyId }, data: { expiresAt: worksUntil } });
      const data = { by: id, worksUntil: worksUntil.toISOString() };
      const drafts = [{ type: 'api_key.rotated', data }];
      await this.journal.append(unit, { tenantId, subject: { kind: 'api_key', id: keyId }, drafts, origin });
      return this.insert(unit, id, { tenantId, role, mode, name, expiresAt }, origin, makeApiKey(role, mode));
    });
  }

  async list(tenantId: string): Promise<ApiKeyView[]> {
    return this.database.client.apiKey.findMany({
      where: { tenantId },
      orderBy: { createdAt: 'desc' },
      omit: { secretHash: true },
    });
  }

  /** Revoking twice is no error. Takes effect with the next request, in every process: keys are never cached. */
  async revoke(tenantId: string, id: string, origin: Origin): Promise<void> {
    await this.database.unit(async (unit) => {
      const key = await unit.tx.apiKey.findFirst({ where: { id, tenantId } });
      if (!key) throw new Problem('not_found');
      if (key.revokedAt) return;
      await unit.tx.apiKey.update({ where: { id }, data: { revokedAt: this.clock.now() } });
      const drafts = [{ type: 'api_key.revoked', data: {} }];
      await this.journal.append(unit, { tenantId, subject: { kind: 'api_key', id }, drafts, origin });
    });
  }

  /** Throws `unauthenticated`, and does not say whether such a key exists. */
  async verify(presented: string): Promise<Principal> {
    const key = readApiKey(presented);
    const row = key && (await this.findByPrefix(key.prefix));
    if (!key || !row || !sameHash(row.secretHash, key.hash) || !this.inForce(row)) {
      throw new Problem('unauthenticated', 'The API key is not valid.');
    }
    this.noteUse(row.id);
    return {
      kind: 'key',
      keyId: row.id,
      role: row.role as Role,
      mode: row.mode as Mode,
      tenantId: row.tenantId,
    };
  }

  async exists(presented: string): Promise<boolean> {
    const prefix = readApiKey(presented)?.prefix;
    return prefix !== undefined && (await this.database.client.apiKey.count({ where: { prefix } })) > 0;
  }

  /** Whether any key of the platform has ever been made. */
  async anyPlatformKey(): Promise<boolean> {
    return (
      (await this.database.client.apiKey.findFirst({ where: { tenantId: null }, select: { id: true } })) !==
      null
    );
  }

  private async insert(
    unit: Unit,
    id: string,
    { tenantId, role, mode, name, expiresAt }: NewApiKey,
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
        prefix: presented.prefix,
        secretHash: new Uint8Array(presented.hash),
        createdAt: this.clock.now(),
      },
    });
    const data = { role, mode, name, expiresAt: expiresAt?.toISOString() ?? null };
    const drafts = [{ type: 'api_key.created', data }];
    await this.journal.append(unit, { tenantId, subject: { kind: 'api_key', id }, drafts, origin });
    return { ...view, secret };
  }

  /** Every request begins with it. */
  private async findByPrefix(prefix: string): Promise<KeyRow | undefined> {
    const [row] = await this.database.query<KeyRow>(
      `SELECT id, tenant_id AS "tenantId", role, mode, secret_hash AS "secretHash",
         expires_at AS "expiresAt", revoked_at AS "revokedAt" FROM api_keys WHERE prefix = $1`,
      [prefix],
    );
    return row;
  }

  private inForce({ expiresAt, revokedAt }: Pick<KeyRow, 'expiresAt' | 'revokedAt'>): boolean {
    return !revokedAt && (!expiresAt || expiresAt > this.clock.now());
  }

  /** At most once a minute and key, and nothing waits for it. */
  private noteUse(id: string): void {
    const now = this.clock.now();
    if (now.getTime() - (this.lastUseWritten.get(id) ?? 0) < lastUseEveryMs) return;
    this.lastUseWritten.set(id, now.getTime());
    void this.database.client.apiKey
      .update({ where: { id }, data: { lastUsedAt: now }, select: { id: true } })
      .catch((error: unknown) => this.log.problem('noting the use of a key failed', error));
  }
}
