import type { CallbackNotice, CallbackRequest, VerifiedCallback } from './callback.js';
import type { ProviderContext } from './context.js';
import type { ProviderDefinition } from './definition.js';
import type { Erasure } from './erasure.js';
import type { MediaRef, ProviderFindings } from './findings.js';
import type { OpenedMedia } from './media.js';
import type { ProviderSessionRef, Started, StartRequest } from './start.js';
import type { ProviderSignal } from './signal.js';

/**
 * The port: what the gateway asks of a vendor.
 *
 * An adapter is stateless and knows nothing of the gateway. The account's settings, its credentials,
 * the HTTP client, the clock and the abort signal arrive with every call. Every failure is thrown as a
 * {@link ProviderError}; an adapter throws nothing else. Abilities that not every vendor has are
 * optional methods, and the capability table is derived from which of them exist.
 */
export interface VerificationProvider<S = unknown, C = unknown, F = unknown> {
  readonly definition: ProviderDefinition<S, C, F>;

  /** Makes the vendor's session and returns how the person is handed over to it. */
  start(ctx: ProviderContext<S, C>, request: StartRequest<F>): Promise<Started>;

  /**
   * A fresh hand-off for a session that goes on. The answer may name another vendor session, which
   * then takes the place of the former one.
   */
  renew?(ctx: ProviderContext<S, C>, ref: ProviderSessionRef<F>): Promise<Started>;

  /**
   * A push stream that the gateway holds open. It ends when the vendor has nothing more to say, throws
   * when the connection is lost for good, and stops when `ctx.signal` aborts. Signals are hints: only
   * {@link collect} brings a verdict.
   */
  follow?(ctx: ProviderContext<S, C>, ref: ProviderSessionRef<F>): AsyncIterable<ProviderSignal>;

  /** Asks once where the session stands. An empty list says: nothing to tell yet. */
  check(ctx: ProviderContext<S, C>, ref: ProviderSessionRef<F>): Promise<ProviderSignal[]>;

  /**
   * Fetches the whole result, proves that it is the vendor's and this session's, and maps it.
   * Throws `not_ready` while there is none, and `untrusted` when the proof fails.
   */
  collect(ctx: ProviderContext<S, C>, ref: ProviderSessionRef<F>): Promise<ProviderFindings>;

  /** Tells the vendor that the session is given up. Being told twice does no harm. */
  cancel?(ctx: ProviderContext<S, C>, ref: ProviderSessionRef<F>): Promise<void>;

  /**
   * Opens one picture of {@link ProviderFindings.media}, to be read as it arrives. Throws `not_found` when the
   * vendor has none of this name, any more or at all, and `not_ready` while it may still come.
   */
  openMedia?(ctx: ProviderContext<S, C>, ref: ProviderSessionRef<F>, media: MediaRef): Promise<OpenedMedia>;

  /** Asks the vendor to forget all that it holds of this session. Being asked twice does no harm. */
  erase?(ctx: ProviderContext<S, C>, ref: ProviderSessionRef<F>): Promise<Erasure>;

  /**
   * Proves over the raw bytes that a webhook is the vendor's and meant for this account. Throws `untrusted`
   * with the cause, also when the account has nothing to verify it with: closed by default.
   */
  verifyCallback?(ctx: ProviderContext<S, C>, request: CallbackRequest): Promise<VerifiedCallback>;

  /**
   * What a verified webhook is about; asks nobody, and may be called long after the verification, in another
   * process. It is given the account because some vendors encrypt. Throws `malformed` for a body that the
   * vendor does not document.
   */
  readCallback?(ctx: ProviderContext<S, C>, request: CallbackRequest): Promise<CallbackNotice>;

  /** A harmless call that shows that the vendor is reached and takes the credentials; throws when not. */
  probe(ctx: ProviderContext<S, C>): Promise<void>;
}

/** Any adapter, as the catalog lists it: its schemas have checked what it is given. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the catalog holds adapters of different settings; each one's own schemas check them at the edge
export type AnyProvider = VerificationProvider<any, any, any>;
