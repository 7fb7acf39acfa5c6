import { Inject, Injectable } from '@nestjs/common';
import type { Mode } from '../access/api-key.js';
import { Clock } from '../common/clock.js';
import { KeyRing } from '../common/crypto/key-ring.js';
import type { SealedColumn } from '../common/crypto/sealed-column.js';
import { invalidField, Problem } from '../common/problems/problem.js';
import { SETTINGS } from '../config/config.module.js';
import type { Settings } from '../config/settings.js';
import { Database, type Unit } from '../database/database.js';
import type { Prisma, ProviderAccount } from '../database/generated/client.js';
import type { Draft, Origin } from '../journal/entry.js';
import { Journal } from '../journal/journal.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { AnyProvider } from '../providers/kit/provider.js';
import type { OpenAccount } from '../providers/runtime/provider-contexts.js';
import { patched, setTimes, type Fields } from './account-fields.js';
import {
  addressesWithoutCredentials,
  checkBySchema,
  newAddresses,
  refuseReservedAddresses,
} from './account-schemas.js';
import { accountView, type AccountSummary, type AccountView, type Maintenance } from './provider-account.js';

export interface NewAccount {
  readonly provider: string;
  readonly name: string;
  readonly mode: Mode;
  readonly settings: Fields;
  readonly credentials: Fields;
  readonly enabled: boolean;
}

export type AccountChange = Partial<Omit<NewAccount, 'provider' | 'mode'>>;

/** An account as it is kept, its credentials still sealed. */
export interface StoredAccount extends AccountSummary {
  readonly mode: Mode;
  readonly settings: unknown;
  readonly sealedCredentials: Uint8Array;
  readonly updatedAt: Date;
}

const selectStored = `SELECT id, provider, enabled, mode, settings,
  sealed_credentials AS "sealedCredentials", updated_at AS "updatedAt",
  maintenance_from AS "maintenanceFrom", maintenance_until AS "maintenanceUntil" FROM provider_accounts`;

/** The tenants' accounts at vendors. Credentials go in, are used, and never come out again. */
@Injectable()
export class ProviderAccounts {
  constructor(
    private readonly database: Database,
    private readonly journal: Journal,
    private readonly catalog: ProviderCatalog,
    private readonly keyRing: KeyRing,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async create(id: string, tenantId: string, account: NewAccount, origin: Origin): Promise<AccountView> {
    const { definition } = this.adapter(account.provider);
    const settings = this.checkedSettings(definition, account.settings);
    const credentials = checkBySchema<unknown>(definition.credentials, account.credentials, 'credentials');
    const now = this.clock.now();
    const { provider, name, mode, enabled } = account;
    return this.database.unit(async (unit) => {
      const existing = await unit.tx.providerAccount.findUnique({ where: { id } });
      if (existing) return accountView(existing);
      const row = await unit.tx.providerAccount.create({
        data: {
          id,
          tenantId,
          provider,
          name,
          mode,
          enabled,
          settings,
          sealedCredentials: this.seal(id, credentials),
          credentialFields: setTimes(credentials, account.credentials, now),
          createdAt: now,
          updatedAt: now,
        },
      });
      const data = { provider, name, mode, enabled, settings, credentials: 'set' };
      await this.tell(unit, row, { type: 'provider_account.created', data }, origin);
      return accountView(row);
    });
  }

  async list(tenantId: string): Promise<AccountView[]> {
    const rows = await this.database.client.providerAccount.findMany({
      where: { tenantId, removedAt: null },
      orderBy: { createdAt: 'desc' },
    });
    return rows.map(accountView);
  }

  async get(tenantId: string, id: string): Promise<AccountView> {
    return accountView(await this.row(this.database.client, tenantId, id));
  }

  /**
   * Settings and credentials are changed field by field; null takes one back. A new address comes with credentials, and
   * then with all of them: none of the former goes there.
   */
  async change(tenantId: string, id: string, change: AccountChange, origin: Origin): Promise<AccountView> {
    return this.database.unit(async (unit) => {
      const before = await this.rowToChange(unit, tenantId, id);
      const { definition } = this.adapter(before.provider);
      const now = this.clock.now();
      const data: Prisma.ProviderAccountUpdateInput = { updatedAt: now };
      if (change.name !== undefined) data.name = change.name;
      if (change.enabled !== undefined) data.enabled = change.enabled;
      if (change.settings !== undefined) {
        const wanted = patched(before.settings as Fields, change.settings);
        data.settings = this.checkedSettings(definition, wanted);
      }
      const fresh = newAddresses(before.settings, data.settings ?? {});
      if (change.credentials === undefined) {
        if (fresh.length > 0) throw addressesWithoutCredentials(fresh);
      } else {
        const former = fresh.length > 0 ? {} : this.openCredentials(before);
        const wanted = patched(former, change.credentials);
        const credentials = checkBySchema<unknown>(definition.credentials, wanted, 'credentials');
        data.sealedCredentials = this.seal(id, credentials);
        const since = before.credentialFields as Record<string, string>;
        data.credentialFields = setTimes(credentials, change.credentials, now, since);
      }
      const after = await unit.tx.providerAccount.update({ where: { id }, data });
      await this.tell(
        unit,
        after,
        { type: 'provider_account.changed', data: difference(change, before, after) },
        origin,
      );
      return accountView(after);
    });
  }

  /** Null ends the window, or takes it back. Sessions under way are not touched. */
  async maintain(
    tenantId: string,
    id: string,
    window: Maintenance | null,
    origin: Origin,
  ): Promise<AccountView> {
    return this.database.unit(async (unit) => {
      const before = accountView(await this.rowToChange(unit, tenantId, id));
      const after = await unit.tx.providerAccount.update({
        where: { id },
        data: {
          maintenanceFrom: window?.from ?? null,
          maintenanceUntil: window?.until ?? null,
          maintenanceReason: window?.reason ?? null,
          updatedAt: this.clock.now(),
        },
      });
      const data = { before: before.maintenance, after: window };
      await this.tell(unit, after, { type: 'provider_account.maintenance_set', data }, origin);
      return accountView(after);
    });
  }

  /**
   * No new session goes there, and nobody sees it any more. The row stays: sessions under way are followed to
   * their end, and the vendor can still be asked to forget what it holds.
   */
  async remove(tenantId: string, id: string, origin: Origin): Promise<void> {
    await this.database.unit(async (unit) => {
      const before = await this.rowToChange(unit, tenantId, id);
      await unit.tx.providerAccount.update({ where: { id }, data: { removedAt: this.clock.now() } });
      await this.tell(unit, before, { type: 'provider_account.removed', data: {} }, origin);
    });
  }

  /** The accounts that sessions of this mode may go to, oldest first. */
  async forMode(tenantId: string, mode: Mode): Promise<StoredAccount[]> {
    return this.database.query<StoredAccount>(
      `${selectStored} WHERE tenant_id = $1 AND mode = $2 AND removed_at IS NULL ORDER BY created_at`,
      [tenantId, mode],
    );
  }

  /** Whose account it is, for who has nothing but its id; null when there is none. */
  async whose(id: string): Promise<{ tenantId: string; provider: string } | null> {
    return this.database.client.providerAccount.findUnique({
      where: { id },
      select: { tenantId: true, provider: true },
    });
  }

  /** For use by adapters only. */
  async open(id: string): Promise<OpenAccount> {
    const [stored] = await this.database.query<StoredAccount>(`${selectStored} WHERE id = $1`, [id]);
    if (!stored) throw new Error(`no provider account ${id}`);
    return this.unseal(stored);
  }

  unseal(stored: StoredAccount): OpenAccount {
    const { id, provider, mode, settings, updatedAt } = stored;
    const { definition } = this.adapter(provider);
    return {
      id,
      provider,
      mode,
      settings: definition.settings.parse(settings),
      credentials: definition.credentials.parse(this.openCredentials(stored)),
      updatedAt,
    };
  }

  private adapter(provider: string): AnyProvider {
    const adapter = this.catalog.find(provider);
    if (!adapter) {
      throw invalidField('provider', 'unknown_provider', `must be one of ${this.catalog.ids.join(', ')}`);
    }
    return adapter;
  }

  private checkedSettings({ settings }: AnyProvider['definition'], given: Fields): Prisma.InputJsonObject {
    const checked = checkBySchema<unknown>(settings, given, 'settings');
    refuseReservedAddresses(checked, this.settings.outboundAllowPrivate);
    return checked as Prisma.InputJsonObject;
  }

  private async row(from: Unit['tx'], tenantId: string, id: string): Promise<ProviderAccount> {
    const row = await from.providerAccount.findFirst({ where: { id, tenantId, removedAt: null } });
    if (!row) throw new Problem('not_found');
    return row;
  }

  /** Of changes at once each begins with what the one before it has left. */
  private async rowToChange({ tx }: Unit, tenantId: string, id: string): Promise<ProviderAccount> {
    await tx.$executeRaw`SELECT 1 FROM provider_accounts WHERE id = ${id} FOR NO KEY UPDATE`;
    return this.row(tx, tenantId, id);
  }

  private openCredentials({
    id,
    sealedCredentials,
  }: Pick<StoredAccount, 'id' | 'sealedCredentials'>): Fields {
    return JSON.parse(this.keyRing.open(sealedCredentials, purpose(id)).toString('utf8')) as Fields;
  }

  private seal(id: string, credentials: unknown): Uint8Array<ArrayBuffer> {
    return this.keyRing.seal(Buffer.from(JSON.stringify(credentials)), purpose(id));
  }

  private async tell(
    unit: Unit,
    { tenantId, id }: ProviderAccount,
    draft: Draft,
    origin: Origin,
  ): Promise<void> {
    await this.journal.append(unit, {
      tenantId,
      subject: { kind: 'provider_account', id },
      drafts: [draft],
      origin,
    });
  }
}

export const sealedCredentials: SealedColumn = {
  table: 'provider_accounts',
  column: 'sealed_credentials',
  key: ['id'],
  purpose,
};

function purpose(id: string): string {
  return `provider_account:${id}:credentials`;
}

function difference(
  change: AccountChange,
  before: ProviderAccount,
  after: ProviderAccount,
): Record<string, unknown> {
  const shown = (['name', 'enabled', 'settings'] as const).filter((field) => change[field] !== undefined);
  const pick = (row: ProviderAccount) => Object.fromEntries(shown.map((field) => [field, row[field]]));
  return {
    before: pick(before),
    after: pick(after),
    ...(change.credentials === undefined ? {} : { credentials: 'changed' }),
  };
}
