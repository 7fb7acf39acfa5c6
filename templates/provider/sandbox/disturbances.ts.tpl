import { alters, delays, forges, refuses, stales } from '{{sandboxKit}}/disturbances.js';
import { outboxDisturbances } from '{{sandboxKit}}/outbox.js';
import { wireDisturbances } from '{{sandboxKit}}/trouble.js';

/** What this vendor can do wrong or differently, beside what any can. */
export const {{id}}Disturbances = {
  ...wireDisturbances,
  ...outboxDisturbances,
  ...forges({ webhook_bad_signature: 'the notice is signed with a secret that is not the account’s' }),
  ...stales({ webhook_stale: 'the notice is well signed, but ten minutes old' }),
  ...delays({
    lost_answer: 'the verification is made, but the connection dies before the answer',
    unknown_status: 'a status read answers a word that nobody knows; value: the word',
    result_late: 'a result read is not available although the status has the verdict',
    image_missing: 'an image that is listed is answered with 404',
  }),
  ...refuses({ others_result: 'the result is that of another verification' }),
  ...alters({ expired_document: 'the document expired last year' }),
} as const;
