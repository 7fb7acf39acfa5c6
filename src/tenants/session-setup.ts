import { Injectable } from '@nestjs/common';
import { Problem } from '../common/problems/problem.js';
import { Database } from '../database/database.js';
import { defaultFlow, noFlow, type FlowFields } from './flows.js';

/** What the creation of a session must know of its tenant. */
export interface SessionSetup {
  readonly allowedOrigins: readonly string[];
  readonly flow: FlowFields;
}

interface Row {
  readonly allowed_origins: string[];
  readonly flow_name: string | null;
  readonly per_provider: Record<string, unknown>;
  readonly expires_in_seconds: number | null;
}

@Injectable()
export class SessionSetups {
  constructor(private readonly database: Database) {}

  /** In one round trip: every creation waits for it. Throws `flow_unknown`. */
  async read(tenantId: string, flowName: string): Promise<SessionSetup> {
    const [row] = await this.database.query<Row>(
      `SELECT tenants.allowed_origins, flows.name AS flow_name, flows.per_provider, flows.expires_in_seconds
       FROM tenants LEFT JOIN flows ON flows.tenant_id = tenants.id AND flows.name = $2
       WHERE tenants.id = $1`,
      [tenantId, flowName],
    );
    if (!row) throw new Problem('not_found');
    if (row.flow_name === null && flowName !== defaultFlow) {
      throw new Problem('flow_unknown', 'The tenant has no flow of this name.');
    }
    const defined = { perProvider: row.per_provider, expiresInSeconds: row.expires_in_seconds };
    return { allowedOrigins: row.allowed_origins, flow: row.flow_name === null ? noFlow : defined };
  }
}
