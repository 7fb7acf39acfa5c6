import type { Readable } from 'node:stream';
import type { WebSocket } from 'ws';

/** What a call to an adapter brings along: one vendor account and the tools to talk to it. */
export interface ProviderContext<S = unknown, C = unknown> {
  readonly account: {
    readonly id: string;
    readonly mode: 'test' | 'live';
    readonly settings: S;
    readonly credentials: C;
  };
  readonly http: ProviderHttp;
  readonly memory: AccountMemory;
  /** Aborts when the gateway stops, gives the work to another process, or the time for all of it is up. */
  readonly signal: AbortSignal;
  now(): Date;
  /** Opens a web socket under the same address guard, time limit and size limit as `http`. Not yet open when returned. */
  openSocket(url: string): WebSocket;
}

/**
 * The one way to a vendor. Time limits, size limits, the guard against private addresses, repeating where
 * that is safe, leaving a failing or overloaded vendor alone, and what is logged, measured and traced are
 * all kept here; redirects are never followed.
 */
export interface ProviderHttp {
  /**
   * Resolves for every HTTP status. Throws `ProviderError`: `unavailable` when the call certainly had no
   * effect, `ambiguous` when it may have had one (a lost answer to a POST), `malformed` when the answer
   * is larger than `maxBytes`, `throttled` while the vendor has asked to be left alone.
   */
  send(call: HttpCall): Promise<HttpAnswer>;

  /**
   * The same for an answer that is read as it arrives: resolves with its head. `timeoutMs` is then the
   * longest silence. Whoever opens it reads it to its end or destroys it.
   */
  open(call: HttpCall): Promise<HttpStream>;
}

export interface HttpCall {
  /** A stable name for logs, metrics and history, e.g. `session.create`. Never the address. */
  readonly operation: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /**
   * That doing it twice leaves nothing behind that matters, as it is of itself for all but POST. It is then
   * repeated after a failure, and a lost answer is `unavailable` instead of `ambiguous`.
   */
  readonly harmlessToRepeat?: true;
  /** For all tries and the waiting between them. Default 10,000. */
  readonly timeoutMs?: number;
  /** Default 1 MiB. */
  readonly maxBytes?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  text(): string;
  /** Throws `malformed` when the body is not JSON. */
  json(): unknown;
}

export interface HttpStream {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Fails with the same `ProviderError`s as `send`. */
  readonly body: Readable;
}

/** Short-lived memory of one account in this process, e.g. for access tokens. Losing it costs a call, nothing else. */
export interface AccountMemory {
  /** The kept value, or what `load` brings; however many callers wait, `load` runs once. */
  get<T>(key: string, load: () => Promise<{ value: T; ttlMs: number }>): Promise<T>;
  forget(key: string): void;
}
