import {
  alters,
  delays,
  forges,
  rare,
  refuses,
  type Disturbance,
  type Disturbances,
} from '../kit/disturbances.js';
import { wireDisturbances } from '../kit/trouble.js';

/**
 * Everything this sandbox can do wrong, or differently, on request.
 * What changes the *content* of a result is settled once, when the flow finishes; what changes the *signed
 * wrapping* is asked anew each time the result is handed out, by Info API or webhook.
 */
export const uqudoDisturbances = {
  ...wireDisturbances,
  ...delays({
    // Any vendor call
    half_body:
      'breaks off in the middle of the body; value "truncated": a well-framed answer with half the text',
    // QR session
    lost_answer: 'the session is made, but the connection dies before the answer',
    session_created_201: 'the session is created with 201 instead of 200',

    // Web socket
    socket_refused: 'the handshake is refused; value: the HTTP status (default 503); knows no session',
    socket_silent: 'no frame is ever sent',
    socket_drop_before_info:
      'the connection breaks instead of INFO; value: close code (default: no close frame)',
    duplicate_frames: 'each frame is sent twice',
    disordered_frames: 'frames are held back until after INFO and then come last first',
    frame_without_service: 'a frame with no service precedes each frame',
    frame_not_json: 'a frame that is not JSON precedes each frame',
    frames_replayed: 'a late listener is sent all frames so far; otherwise they are lost to it',

    // Info API
    result_delayed: 'the result is not available yet, although INFO was sent',
    unavailable_as_404: 'an unknown or unfinished session answers 404 instead of 400',
    jws_quoted: 'the signed result stands in quotes and ends with a line break',
    image_missing: 'the image answers 404',
    image_bytes: 'images are as big as asked; value: bytes (default 1000000)',
    checksum_absent: 'images come without a checksum',
    checksum_wrong: 'the checksums belong to other bytes',

    // Signed wrapping
    encrypted_result: 'encrypted (RSA-OAEP-256, A256GCM) to credentials.decryptionKey',

    // Content of the result
    document_subtype: 'the type is named more exactly than asked; value: what is added (default _NATIONAL)',
    nationality: 'issuer and nationality as printed; value: the code (default D)',
    lookup: 'a government lookup took place; value: SUCCESS or FAILED (default SUCCESS)',
    string_check_digits: 'check digits are strings instead of numbers',
    extra_keys: 'unknown keys in every answer, and at every level of the result',

    // Webhook
    webhook_auth: 'value: "none", or a header as "Name: text", instead of Basic',
    webhook_lost: 'never sent',
    webhook_duplicated: 'sent twice',
    webhook_disordered: 'held back until the webhook of the next session has gone out',
  }),
  // What befalls the account's one token or key, and with it all sessions
  ...rare({
    unauthorized_once:
      'refuses and revokes the access token of one call with 401; with times: of so many calls',
    token_expires_early:
      'the token is refused long before its expiry; value: calls it is good for (default 1)',
    token_lifetime: 'the token announces this life; value: seconds (default 1)',
    token_lifetime_as_text: 'expires_in is a string',
    kid_rotation: 'the signing key is replaced by a new one, published at once',
  }),
  ...forges({ webhook_bad_auth: 'sent with wrong credentials, or with some where none are set' }),
  ...refuses({
    unknown_kid: 'the header names a key that is never published',
    wrong_key: 'signed by another RSA key under the known kid',
    alg_none: 'unsigned, alg none',
    alg_hs256: 'signed by HMAC with the public key as the secret',
    wrong_aud: 'made out to another client; value: the audience',
    wrong_iss: 'made out by another issuer; value: the issuer',
    wrong_jti: 'names another session; value: the session id',
    expired_jws: 'expired a minute ago',
    other_sessions_result: 'the result of another finished (or else invented) session, correctly signed',
  }),
  ...alters({
    qr_expired: 'the QR session counts as deleted, as it does 30 minutes after its creation',
    expired_document: 'the document expired last year',
    invalid_mrz: 'a check digit of the MRZ is wrong',
    chip_signature_invalid: 'the signature over the chip data does not hold',
    screen_score: 'score for a document shown on a screen; value: 0-100 (default 80)',
    print_score: 'score for a printed copy; value: 0-100 (default 80)',
    tampering_score: 'score for a changed photo; value: 0-100 (default 90)',
    match_level: 'face match level, match stays true; value: 1-5 (default 1)',
    low_resolution: 'the camera resolution was not optimal',
    inconsistent_data:
      'a name differs between sources; value: MATCH_PARTIALLY or NO_MATCH (default NO_MATCH)',
    background_match: 'the background check found the person; value "no_content": with content null',
    unexpected_document: 'the document is of a type that was not asked for; value: the type',
    missing_verifications: 'the result has no verifications',
  }),
} as const;

export type UqudoDisturbance = keyof typeof uqudoDisturbances;

/** Asks whether a disturbance happens here and now. */
export type Strikes = (name: UqudoDisturbance, session?: string) => Disturbance | undefined;

export function strikesOf(disturbances: Disturbances): Strikes {
  return (name, session) => disturbances.strikes(name, session);
}

export function numberIn(rule: Disturbance, fallback: number): number {
  const value = Number(rule.value ?? fallback);
  return Number.isFinite(value) ? value : fallback;
}

export function textIn(rule: Disturbance, fallback: string): string {
  return rule.value === undefined ? fallback : String(rule.value);
}
