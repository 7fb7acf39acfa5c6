import type { Unit } from '../database/database.js';

/**
 * Until the unit ends: of admins who change a tenant's set-up at once each begins with what the one before has left.
 * New sessions and keys of the tenant do not wait for it.
 */
export async function lockTenant({ tx }: Unit, tenantId: string): Promise<void> {
  await tx.$executeRaw`SELECT 1 FROM tenants WHERE id = ${tenantId} FOR NO KEY UPDATE`;
}
