import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import type { ApiKey } from '../database/generated/client.js';
import { inForce, readApiKey, sameHash, type Mode, type Role } from './api-key.js';
import type { Principal } from './caller.js';
import { KeyUses } from './key-uses.js';

type KeyRow = Omit<ApiKey, 'name' | 'prefix' | 'createdAt'> & { readonly tenantRateLimit: number | null };

/** API keys as they are presented. Never cached: what is revoked is refused from the next request on, in every process. */
@Injectable()
export class PresentedKeys {
  constructor(
    private readonly database: Database,
    private readonly uses: KeyUses,
    private readonly clock: Clock,
  ) {}

  /** Throws `unauthenticated`, and does not say whether such a key exists. */
  async verify(presented: string): Promise<Principal> {
    const key = readApiKey(presented);
    const row = key && (await this.findByPrefix(key.prefix));
    const right = key && row && sameHash(row.secretHash, key.hash);
    if (!right) throw notValid();
    if (!inForce(row, this.clock.now())) {
      this.uses.refused(row, row.revokedAt ? 'revoked' : 'expired');
      throw notValid();
    }
    this.uses.used(row);
    return {
      kind: 'key',
      keyId: row.id,
      role: row.role as Role,
      mode: row.mode as Mode,
      tenantId: row.tenantId,
      rateLimits: { key: row.rateLimit, tenant: row.tenantRateLimit },
    };
  }

  /** Which of these keys are in force now. */
  async inForce(keyIds: readonly string[]): Promise<Set<string>> {
    if (keyIds.length === 0) return new Set();
    const rows = await this.database.query<{ id: string; expiresAt: Date | null; revokedAt: Date | null }>(
      `SELECT id, expires_at AS "expiresAt", revoked_at AS "revokedAt" FROM api_keys WHERE id = ANY ($1::text[])`,
      [keyIds],
    );
    const now = this.clock.now();
    return new Set(rows.filter((row) => inForce(row, now)).map(({ id }) => id));
  }

  /** Every request begins with it. */
  private async findByPrefix(prefix: string): Promise<KeyRow | undefined> {
    const [row] = await this.database.query<KeyRow>(
      `SELECT k.id, k.tenant_id AS "tenantId", k.role, k.mode, k.secret_hash AS "secretHash",
         k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt", k.last_used_at AS "lastUsedAt",
         k.rate_limit AS "rateLimit", t.rate_limit AS "tenantRateLimit"
       FROM api_keys k LEFT JOIN tenants t ON t.id = k.tenant_id WHERE k.prefix = $1`,
      [prefix],
    );
    return row;
  }
}

function notValid(): Problem {
  return new Problem('unauthenticated', 'The API key is not valid.');
}
