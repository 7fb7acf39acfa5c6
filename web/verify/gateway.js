/** Where the gateway is: this file is `/verify/gateway.js`, perhaps behind a proxy's prefix. */
export const root = new URL('../', import.meta.url);

const patienceMs = 20_000;

/** The gateway said no. `code` is one of `/docs/errors`. */
export class Refusal extends Error {
  constructor(status, code, retryAfterSeconds) {
    super(`${status} ${code}`);
    Object.assign(this, { status, code, retryAfterSeconds });
  }
}

/** What a client token may do. Every call rejects with a Refusal, or with another error when nobody answered. */
export class Gateway {
  #token;
  /**
   * How far this device's clock is behind the gateway's, at least. Each answer gives a lower bound, as its
   * date has whole seconds and it took a while to come; with the highest one, `now` never goes back.
   */
  #behindMs = -Infinity;

  constructor(token) {
    this.#token = token;
  }

  now() {
    return Date.now() + (Number.isFinite(this.#behindMs) ? this.#behindMs : 0);
  }

  async session() {
    return (await this.#call('v1/client/session')).json();
  }

  async renewHandoff() {
    return (await this.#call('v1/client/session/handoff', { method: 'POST' })).json();
  }

  /** Asked of this page's own origin whatever the address says: the token goes nowhere else. */
  async qrImage(imageUrl) {
    const { pathname, search } = new URL(imageUrl, root);
    const response = await this.#call(pathname + search, { accept: 'image/svg+xml' });
    return new Blob([await response.blob()], { type: 'image/svg+xml' });
  }

  async #call(path, { method = 'GET', accept = 'application/json' } = {}) {
    const response = await fetch(new URL(path, root), {
      method,
      headers: { accept, authorization: `Bearer ${this.#token}` },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) this.#behindMs = Math.max(this.#behindMs, date - Date.now());
    if (response.ok) return response;
    const { code = 'unknown' } = await response.json().catch(() => ({}));
    throw new Refusal(response.status, code, Number(response.headers.get('retry-after')) || 0);
  }
}
