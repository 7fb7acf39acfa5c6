import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxKnobs } from '../kit/server.js';
import type { UqudoAccount } from './account.js';
import { textIn, type Strikes } from './disturbances.js';

/** Milliseconds before each repetition. The real uqudo was seen to repeat every 5 minutes for 2 hours. */
const repetitions = [100, 500, 2000];

/** The account's one webhook: an unsigned POST whose proof is the signed result inside. */
export class Webhook {
  private heldBack: { sessionId: string; jws: string }[] = [];
  private readonly closing = new AbortController();

  constructor(
    private readonly account: UqudoAccount,
    private readonly knobs: SandboxKnobs,
    private readonly strikes: Strikes,
  ) {}

  get wanted(): boolean {
    return this.knobs.callbackUrl !== undefined && this.knobs.callbackUrl !== '';
  }

  async announce(sessionId: string, jws: string): Promise<void> {
    if (this.strikes('webhook_lost', sessionId)) return;
    if (this.strikes('webhook_disordered', sessionId)) {
      this.heldBack.push({ sessionId, jws });
      return;
    }
    await this.deliver(sessionId, jws);
    if (this.strikes('webhook_duplicated', sessionId)) await this.deliver(sessionId, jws);
    for (const late of this.heldBack.splice(0)) await this.deliver(late.sessionId, late.jws);
  }

  clear(): void {
    this.heldBack = [];
  }

  close(): void {
    this.closing.abort();
  }

  private async deliver(sessionId: string, jws: string): Promise<void> {
    const headers = { 'content-type': 'application/json', ...this.credentials(sessionId) };
    const body = JSON.stringify({ jwsResult: jws });
    for (const pause of [...repetitions, undefined]) {
      if (await this.post(headers, body)) return;
      if (pause === undefined) return;
      await delay(pause, undefined, { ref: false, signal: this.closing.signal });
    }
  }

  private async post(headers: Record<string, string>, body: string): Promise<boolean> {
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(10_000)]);
    try {
      const url = this.knobs.callbackUrl ?? '';
      const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
      await answer.body?.cancel();
      return answer.ok;
    } catch {
      return false;
    }
  }

  private credentials(sessionId: string): Record<string, string> {
    const { callbackUser, callbackPassword } = this.account;
    const wrong = this.strikes('webhook_bad_auth', sessionId) ? 'not-' : '';
    const other = this.strikes('webhook_auth', sessionId);
    if (!other) return { authorization: `Basic ${btoa(`${callbackUser}:${wrong}${callbackPassword}`)}` };
    const [name = '', value = ''] = textIn(other, 'none').split(/:\s*(.*)/);
    if (name !== 'none') return { [name.toLowerCase()]: `${wrong}${value}` };
    return wrong ? { authorization: `Basic ${btoa('nobody:nothing')}` } : {};
  }
}
