import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { Letter } from '{{sandboxKit}}/deliver.js';
import type { Disturbances } from '{{sandboxKit}}/disturbances.js';
import type { SandboxKnobs } from '{{sandboxKit}}/knobs.js';
import type { Outbox } from '{{sandboxKit}}/outbox.js';
import { isUndecided, type Verification } from './verifications.js';

const staleMs = 10 * 60 * 1000;

/** Tells the account's endpoint of every change of status. Says nothing of the result or the person. */
export class Notices {
  constructor(
    private readonly outbox: Outbox,
    private readonly disturbances: Disturbances,
    private readonly knobs: SandboxKnobs,
    private readonly secret: string,
  ) {}

  tell(verification: Verification): void {
    const url = this.knobs.callbackUrl;
    if (url === undefined) return;
    const { id, status } = verification;
    const over = !isUndecided(verification) && status !== 'review';
    this.outbox.post(id, this.letter(url, id, { id: `evt_${randomUUID()}`, verification: id, status }), over);
  }

  /** The event's id stays through all attempts; the time, and with it the signature, is that of the attempt. */
  private letter(url: string, session: string, event: object): Letter {
    const forged = this.disturbances.strikes('webhook_bad_signature', session) !== undefined;
    const stale = this.disturbances.strikes('webhook_stale', session) !== undefined;
    const secret = forged ? randomBytes(24).toString('hex') : this.secret;
    const body = JSON.stringify(event);
    return {
      url,
      compose: () => {
        const time = String(Math.floor((Date.now() - (stale ? staleMs : 0)) / 1000));
        return {
          body,
          headers: { '{{id}}-timestamp': time, '{{id}}-signature': signature(secret, time, body) },
        };
      },
    };
  }
}

/** Hex of HMAC-SHA256 over the time, a dot and the body's bytes. */
function signature(secret: string, time: string, body: string): string {
  return createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
}
