import { Courier } from '../kit/deliver.js';
import type { SandboxKnobs } from '../kit/knobs.js';
import type { UqudoAccount } from './account.js';
import { textIn, type Strikes } from './disturbances.js';

/** Milliseconds before each repetition. The real uqudo was seen to repeat every 5 minutes for 2 hours. */
const usualRepetitions = [100, 500, 2000];

interface Announcement {
  readonly sessionId: string;
  readonly jws: string;
}

/** The account's one webhook: an unsigned POST whose proof is the signed result inside. */
export class Webhook {
  private readonly courier: Courier;
  private heldBack: Announcement[] = [];

  constructor(
    private readonly account: UqudoAccount,
    private readonly knobs: SandboxKnobs,
    private readonly strikes: Strikes,
    repetitions: readonly number[] = usualRepetitions,
  ) {
    this.courier = new Courier(repetitions);
  }

  get wanted(): boolean {
    return this.knobs.callbackUrl !== undefined && this.knobs.callbackUrl !== '';
  }

  announce(sessionId: string, jws: string): void {
    if (this.strikes('webhook_lost', sessionId)) return;
    const announcement = { sessionId, jws };
    if (this.strikes('webhook_disordered', sessionId)) {
      this.heldBack.push(announcement);
      return;
    }
    const copies = this.strikes('webhook_duplicated', sessionId)
      ? [announcement, announcement]
      : [announcement];
    for (const each of [...copies, ...this.heldBack.splice(0)]) this.send(sessionId, each);
  }

  clear(): void {
    this.heldBack = [];
    this.courier.stop();
  }

  /** @param line what is sent in one line keeps its order */
  private send(line: string, { sessionId, jws }: Announcement): void {
    const headers = this.credentials(sessionId);
    const body = JSON.stringify({ jwsResult: jws });
    this.courier.send(line, { url: this.knobs.callbackUrl ?? '', compose: () => ({ headers, body }) });
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
