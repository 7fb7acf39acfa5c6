import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { isId, newId } from '../../common/ids.js';
import { Log } from '../../common/log.js';
import { Milestones } from '../../common/milestones.js';
import { Problem } from '../../common/problems/problem.js';
import { ProviderCatalog } from '../../providers/catalog.js';
import type { CallbackRequest, VerifiedCallback } from '../../providers/kit/callback.js';
import { ProviderError } from '../../providers/kit/errors.js';
import type { AnyProvider } from '../../providers/kit/provider.js';
import { CallbackCounts } from '../../providers/runtime/callback-counts.js';
import { ProviderContexts } from '../../providers/runtime/provider-contexts.js';
import { ProviderAccounts } from '../../tenants/provider-accounts.js';
import { CallbackStore } from './callback-store.js';
import { Inbox } from './inbox.js';
import { Refusals } from './refusals.js';
import { SealedRequests } from './sealed-requests.js';

/** Where vendors deliver: verified, written down, acknowledged, and only then worked on. */
@Injectable()
export class Reception {
  constructor(
    private readonly accounts: ProviderAccounts,
    private readonly catalog: ProviderCatalog,
    private readonly contexts: ProviderContexts,
    private readonly store: CallbackStore,
    private readonly sealed: SealedRequests,
    private readonly inbox: Inbox,
    private readonly refusals: Refusals,
    private readonly counts: CallbackCounts,
    private readonly clock: Clock,
    private readonly milestones: Milestones,
    private readonly log: Log,
  ) {}

  /** Throws `not_found` where nobody listens. */
  async admit(accountId: string): Promise<void> {
    await this.listener(accountId);
  }

  /**
   * Resolves once the callback is certain not to be lost, whether or not it has been received before. Throws
   * `signature_invalid`, and `provider_unavailable` when it cannot be verified now and has to be repeated.
   * An account that is disabled goes on to receive: its sessions under way go on as well.
   */
  async receive(accountId: string, request: CallbackRequest): Promise<void> {
    const { tenantId, provider } = await this.listener(accountId);
    const { deliveryId } = await this.verified(tenantId, accountId, provider, request);
    const id = newId('cbk');
    const isNew = await this.store.insert(
      { id, tenantId, accountId, deliveryId, sealedRequest: this.sealed.seal(id, request) },
      this.clock.now(),
    );
    this.counts.count(provider.definition.id, isNew ? 'taken' : 'repeated');
    this.log.info('callback received', { account: accountId, callback: isNew ? id : null, repeated: !isNew });
    if (!isNew) return;
    await this.milestones.reached('callback.stored');
    this.inbox.workSoon(id);
  }

  private async listener(accountId: string): Promise<{ tenantId: string; provider: AnyProvider }> {
    const found = isId('pac', accountId) ? await this.accounts.whose(accountId) : null;
    const provider = found && this.catalog.find(found.provider);
    if (!found || !provider?.verifyCallback) throw new Problem('not_found');
    return { tenantId: found.tenantId, provider };
  }

  private async verified(
    tenantId: string,
    accountId: string,
    provider: AnyProvider,
    request: CallbackRequest,
  ): Promise<VerifiedCallback> {
    try {
      const ctx = this.contexts.for(await this.accounts.open(accountId));
      const verified = await provider.verifyCallback?.(ctx, request);
      if (verified) return verified;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      if (error.failure !== 'untrusted') {
        this.log.info('callback not verified', { account: accountId, reason: error.message });
        throw new Problem('provider_unavailable', 'The callback cannot be verified now. Repeat it later.');
      }
      this.counts.count(provider.definition.id, 'refused');
      await this.refusals.note({ tenantId, accountId, cause: error.details.cause ?? 'untrusted' });
    }
    throw new Problem('signature_invalid');
  }
}
