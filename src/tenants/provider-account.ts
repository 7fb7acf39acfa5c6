import type { ProviderAccount } from '../database/generated/client.js';
import type { Mode } from '../access/api-key.js';

/** An account at a vendor, as everybody may see it: of the credentials only which are set, and since when. */
export interface AccountView {
  readonly id: string;
  readonly tenantId: string;
  readonly provider: string;
  readonly name: string;
  readonly mode: Mode;
  readonly settings: unknown;
  readonly credentials: Readonly<Record<string, { readonly set: true; readonly setAt: string }>>;
  readonly enabled: boolean;
  /** Null: none is announced. */
  readonly maintenance: Maintenance | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The provider is routed around between the two times. */
export interface Maintenance {
  readonly from: Date;
  readonly until: Date;
  readonly reason: string | null;
}

export function accountView(row: ProviderAccount): AccountView {
  const { id, tenantId, provider, name, settings, enabled, createdAt, updatedAt } = row;
  const { maintenanceFrom: from, maintenanceUntil: until, maintenanceReason } = row;
  const setAt = Object.entries(row.credentialFields as Record<string, string>);
  return {
    id,
    tenantId,
    provider,
    name,
    settings,
    enabled,
    maintenance: from && until && { from, until, reason: maintenanceReason },
    createdAt,
    updatedAt,
    mode: row.mode as Mode,
    credentials: Object.fromEntries(setAt.map(([field, at]) => [field, { set: true, setAt: at }])),
  };
}

/** What routing must know of an account. */
export interface AccountSummary extends MaintenanceWindow {
  readonly id: string;
  readonly provider: string;
  readonly enabled: boolean;
}

interface MaintenanceWindow {
  readonly maintenanceFrom: Date | null;
  readonly maintenanceUntil: Date | null;
}

export function isInMaintenance(window: MaintenanceWindow, now: Date): boolean {
  const { maintenanceFrom: from, maintenanceUntil: until } = window;
  return from !== null && until !== null && isUnderWay({ from, until }, now);
}

export function isUnderWay({ from, until }: Pick<Maintenance, 'from' | 'until'>, now: Date): boolean {
  return from <= now && now < until;
}
