import { delays, forges, stales } from '../kit/disturbances.js';
import { outboxDisturbances } from '../kit/outbox.js';
import { wireDisturbances } from '../kit/trouble.js';

export const voveDisturbances = {
  ...wireDisturbances,
  ...outboxDisturbances,
  ...forges({ webhook_bad_signature: 'the notice is signed with a secret that is not the account’s' }),
  ...stales({ webhook_stale_timestamp: 'the notice is well signed, but ten minutes old' }),
  ...delays({
    webhook_rotated_secret:
      'the notice has two signatures, the first with a secret the account does not know',
    webhook_standard_names: 'the notice’s headers are called webhook-* instead of svix-*',
    webhook_unknown_status: 'the notice carries the status word in value, by default one that nobody knows',
    aml_event: 'at the verdict a background-check event is sent as well; value: its status, default NO_MATCH',
    suspected_reason: 'the reason of a refusal is the word in value, e.g. AML_CHECK',
    unknown_status: 'a read of the user answers the status word in value, by default one that nobody knows',
    older_session_verdict:
      'a read of the user tells of an older session; value: its status, default successful',
    iso_dates: 'dates are YYYY-MM-DD',
    slashed_dates: 'dates are DD/MM/YYYY, as they are by default',
    ambiguous_date: 'the date of birth is the text in value, default 04/05/90',
    spoof_word: 'the word of the three spoof fields and of mrzStatus is the one in value',
    token_field: 'the token is answered under the name in value: token, sessionToken or access_token',
    token_lifetime: 'the token is valid for the seconds in value; 0: expired at once',
    body_without_session_id: 'the session’s id stands only inside the token',
    picture_missing: 'the picture named in value, default front, is null',
    large_pictures: 'each picture is filled up to the bytes in value, default 5 MB',
    data_url_pictures: 'pictures are data: URLs instead of bare Base64',
    step_last: 'a document’s pictures stand before its stepId',
    pictures_cut_off: 'the connection breaks in the middle of the pictures',
    lost_answer: 'the session is made, but the connection dies before the answer',
  }),
} as const;
