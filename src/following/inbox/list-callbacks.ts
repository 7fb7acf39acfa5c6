import { Injectable } from '@nestjs/common';
import { pageOf, readCursor, type Page } from '../../common/keyset.js';
import { ProviderAccounts } from '../../tenants/provider-accounts.js';
import { CallbackStore } from './callback-store.js';
import type { CallbackStatus, ReceivedCallback } from './received-callback.js';

export interface CallbackFilter {
  readonly status: readonly CallbackStatus[] | null;
  readonly accountId: string | null;
}

/** A callback as an admin sees it: nothing of what it said but the vendor's status word. */
export type CallbackView = Omit<ReceivedCallback, 'tenantId'> & {
  /** Null once the account is gone. */
  readonly provider: string | null;
};

@Injectable()
export class ListCallbacks {
  constructor(
    private readonly store: CallbackStore,
    private readonly accounts: ProviderAccounts,
  ) {}

  /** Newest first. */
  async run(
    tenantId: string,
    { status, accountId }: CallbackFilter,
    limit: number,
    cursor: string | null,
  ): Promise<Page<CallbackView>> {
    const where = {
      tenantId,
      ...(status ? { status: { in: [...status] } } : {}),
      ...(accountId === null ? {} : { accountId }),
    };
    const after = cursor === null ? null : readCursor('cbk', cursor);
    const rows = await this.store.newestFirst(where, after, limit + 1);
    const { data, nextCursor } = pageOf(rows, limit, ({ receivedAt: at, id }) => ({ at, id }));
    const accounts = await this.accounts.list(tenantId);
    const providers = new Map(accounts.map(({ id, provider }) => [id, provider]));
    return {
      data: data.map((callback) => viewOf(callback, providers.get(callback.accountId))),
      nextCursor,
    };
  }

  async view(callback: ReceivedCallback): Promise<CallbackView> {
    return viewOf(callback, (await this.accounts.whose(callback.accountId))?.provider);
  }
}

function viewOf({ tenantId: _, ...callback }: ReceivedCallback, provider: string | undefined): CallbackView {
  return { ...callback, provider: provider ?? null };
}
