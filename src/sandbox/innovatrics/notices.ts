import { createHmac, randomUUID } from 'node:crypto';
import { wordOr, type Disturbances } from '../kit/disturbances.js';
import type { Outbox } from '../kit/outbox.js';
import type { SandboxKnobs } from '../kit/knobs.js';
import { withExtraKeys } from '../kit/trouble.js';
import { isUndecided, type Enrolment } from './enrolments.js';

/** Tells the account's endpoint of every change of status. Says nothing of the result or the person. */
export class Notices {
  private readonly projectId = randomUUID();

  constructor(
    private readonly outbox: Outbox,
    private readonly disturbances: Disturbances,
    private readonly knobs: SandboxKnobs,
    /** The API password is the signing key. */
    private readonly password: string,
  ) {}

  tell(enrolment: Enrolment): void {
    const url = this.knobs.callbackUrl;
    if (url === undefined) return;
    const body = JSON.stringify(this.content(enrolment));
    const key = this.disturbances.strikes('webhook_bad_signature', enrolment.id)
      ? 'not the password'
      : this.password;
    const letter = { url, compose: () => ({ headers: { 'x-signature': signature(key, body) }, body }) };
    this.outbox.post(enrolment.id, letter, isOver(enrolment));
  }

  private content({ id, status, asked }: Enrolment): unknown {
    const content = {
      sessionId: this.disturbances.strikes('webhook_upper_case_id', id) ? id.toUpperCase() : id,
      status: wordOr(status, this.disturbances.strikes('webhook_unknown_status', id)),
      projectId: this.projectId,
      ...(asked.externalId === undefined ? {} : { externalId: asked.externalId }),
    };
    return this.disturbances.strikes('extra_keys', id) ? withExtraKeys(content) : content;
  }
}

/** Base64 of HMAC-SHA256 over the body's bytes: no time and no id goes into it. */
function signature(key: string, body: string): string {
  return createHmac('sha256', key).update(body).digest('base64');
}

function isOver(enrolment: Enrolment): boolean {
  return !isUndecided(enrolment) && enrolment.status !== 'WAITING_FOR_MANUAL_APPROVE';
}
