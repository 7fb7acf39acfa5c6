import { alters, delays, forges } from '../kit/disturbances.js';
import { outboxDisturbances } from '../kit/outbox.js';
import { wireDisturbances } from '../kit/trouble.js';

export const innovatricsDisturbances = {
  ...wireDisturbances,
  ...outboxDisturbances,
  ...forges({ webhook_bad_signature: 'the notice is signed with a key that is not the account’s' }),
  ...delays({
    webhook_upper_case_id: 'the notice writes the session’s id in upper case',
    webhook_unknown_status: 'the notice carries the status word in value, by default one that nobody knows',
    webhook_early:
      'the verdict’s notice comes first; the next status reads (value, default 1) still say PENDING',
    long_pending: 'the verdict shows, and is notified, only after that many status reads (value, default 3)',
    unknown_status: 'a status read answers the word in value, by default one that nobody knows',
    results_late: 'a result read is not available although the status has the verdict',
    not_ready_status: 'results that are not available are answered with value (400, 404, default 409)',
    missing_factors: 'the decision lacks the trust factors named in value (comma-separated), by default all',
    odd_factors: 'the decision has factors nobody knows, with levels UNKNOWN and UNAVAILABLE',
    images_path: 'images answer at one path only; value: images (default) or image',
    image_missing: 'an image that is listed is answered with 404',
    large_image: 'an image is filled up to the bytes in value, default 5 MB',
    image_cut_off: 'the connection breaks in the middle of an image',
    initialize_once: 'a repeated initialize with the same sessionId is refused with 409',
    lost_answer: 'initialize is done, but the connection dies before the answer',
  }),
  ...alters({
    applicant_mismatch: 'at the verdict: the document is not that of the applicant in the form',
  }),
} as const;
