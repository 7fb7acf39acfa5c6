import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { wordOr, type Disturbances } from '../kit/disturbances.js';
import type { Letter } from '../kit/deliver.js';
import type { Outbox } from '../kit/outbox.js';
import type { SandboxKnobs } from '../kit/knobs.js';
import { withExtraKeys } from '../kit/trouble.js';
import { newWebhookSecret } from './account.js';
import type { VoveSession } from './users.js';

const staleMs = 10 * 60 * 1000;

/** Tells the account's endpoint what happened to a user: never to which of the user's sessions. */
export class Notices {
  constructor(
    private readonly outbox: Outbox,
    private readonly disturbances: Disturbances,
    private readonly knobs: SandboxKnobs,
    private readonly secret: string,
  ) {}

  tell(session: VoveSession): void {
    const { id, status, reason, user } = session;
    const word = wordOr(status, this.disturbances.strikes('webhook_unknown_status', id));
    const why = reason === undefined ? {} : { reason };
    this.post(session, { status: word, refId: user.refId, userId: user.refId, ...why });
  }

  /** Of the same endpoint, but not about the verification itself. */
  tellBackgroundCheck(session: VoveSession, status: string): void {
    this.post(session, { refId: session.user.refId, status });
  }

  private post(session: VoveSession, content: unknown): void {
    const url = this.knobs.callbackUrl;
    if (url === undefined) return;
    const extended = this.disturbances.strikes('extra_keys', session.id) ? withExtraKeys(content) : content;
    const over =
      session.status === 'successful' || session.status === 'suspected' || session.status === 'canceled';
    this.outbox.post(session.id, this.letter(url, session.id, JSON.stringify(extended)), over);
  }

  /** The id stays through all attempts; the time, and with it the signature, is that of the attempt. */
  private letter(url: string, session: string, body: string): Letter {
    const id = `msg_${randomBytes(15).toString('base64url')}`;
    const strikes = (name: string) => this.disturbances.strikes(name, session) !== undefined;
    const age = strikes('webhook_stale_timestamp') ? staleMs : 0;
    const prefix = strikes('webhook_standard_names') ? 'webhook' : 'svix';
    const secrets = strikes('webhook_bad_signature')
      ? [newWebhookSecret()]
      : strikes('webhook_rotated_secret')
        ? [newWebhookSecret(), this.secret]
        : [this.secret];
    return {
      url,
      compose: () => {
        const at = new Date(Date.now() - age);
        const signatures = secrets.map((secret) => new Webhook(secret).sign(id, at, body));
        return {
          body,
          headers: {
            [`${prefix}-id`]: id,
            [`${prefix}-timestamp`]: String(Math.floor(at.getTime() / 1000)),
            [`${prefix}-signature`]: signatures.join(' '),
          },
        };
      },
    };
  }
}
