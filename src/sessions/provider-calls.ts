import { Injectable } from '@nestjs/common';
import { Log } from '../common/log.js';
import { ExchangeLog } from '../exchanges/exchange-log.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { ProviderContext } from '../providers/kit/context.js';
import type { AnyProvider } from '../providers/kit/provider.js';
import type { ProviderSessionRef, Started, StartRequest } from '../providers/kit/start.js';
import { ProviderContexts, type OpenAccount } from '../providers/runtime/provider-contexts.js';
import { ProviderAccounts } from '../tenants/provider-accounts.js';
import type { Session } from './domain/session.js';
import { SessionVault } from './session-vault.js';

/** Everything that a call to the vendor about one session needs. */
export interface ProviderCall {
  readonly provider: AnyProvider;
  readonly ctx: ProviderContext;
  readonly ref: ProviderSessionRef;
}

/** Brings together a session, its vendor account and the adapter. */
@Injectable()
export class ProviderCalls {
  constructor(
    private readonly catalog: ProviderCatalog,
    private readonly contexts: ProviderContexts,
    private readonly accounts: ProviderAccounts,
    private readonly vault: SessionVault,
    private readonly exchanges: ExchangeLog,
    private readonly log: Log,
  ) {}

  /** For calls that are to stand in the session's history. */
  context(sessionId: string, account: OpenAccount, signal?: AbortSignal): ProviderContext {
    return this.contexts.for(account, { signal, told: this.exchanges.noting(sessionId, account) });
  }

  async account(session: Session, signal?: AbortSignal): Promise<Omit<ProviderCall, 'ref'>> {
    const account = await this.accounts.open(session.accountId);
    return {
      provider: this.catalog.get(session.provider),
      ctx: this.context(session.id, account, signal),
    };
  }

  /** Only for a session that the vendor has started. */
  async about(session: Session, signal?: AbortSignal): Promise<ProviderCall> {
    const [call, { request, handoff }] = await Promise.all([
      this.account(session, signal),
      this.vault.open(session.id, 'request', 'handoff'),
    ]);
    if (!request || !handoff) throw new Error(`session ${session.id} has not been started at its provider`);
    return { ...call, ref: refOf(session, request, handoff.secrets) };
  }

  /** About a vendor session that has been started for the session and is not written down. */
  aboutStarted(
    session: Session,
    account: OpenAccount,
    request: StartRequest,
    { vendorSessionId, secrets }: Started,
  ): ProviderCall {
    return {
      provider: this.catalog.get(account.provider),
      ctx: this.context(session.id, account),
      ref: refOf({ ...session, vendorSessionId }, request, secrets),
    };
  }

  /** The session is over for us, whether or not the vendor can be told. */
  async giveUp(session: Session): Promise<void> {
    try {
      await this.abandon(await this.about(session));
    } catch (error) {
      this.log.problem('opening a session to give it up failed', error, { session: session.id });
    }
  }

  /** The vendor should know that nobody comes any more, but nothing depends on it. Never rejects. */
  async abandon({ provider, ctx, ref }: ProviderCall): Promise<void> {
    await provider
      .cancel?.(ctx, ref)
      .catch((error: unknown) => this.log.problem('cancelling at the provider failed', error));
  }
}

function refOf(
  { vendorSessionId, startedAt }: Session,
  request: StartRequest,
  secrets: ProviderSessionRef['secrets'],
): ProviderSessionRef {
  return { vendorSessionId, secrets, startedAt, request };
}
