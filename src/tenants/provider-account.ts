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
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function accountView(row: ProviderAccount): AccountView {
  const { sealedCredentials: _sealed, credentialFields, ...rest } = row;
  const setAt = Object.entries(credentialFields as Record<string, string>);
  return {
    ...rest,
    mode: row.mode as Mode,
    credentials: Object.fromEntries(setAt.map(([field, at]) => [field, { set: true, setAt: at }])),
  };
}

/** What routing must know of an account. */
export interface AccountSummary {
  readonly id: string;
  readonly provider: string;
  readonly enabled: boolean;
}
