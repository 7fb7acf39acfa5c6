import type { CheckType } from './vocabulary.js';

/**
 * Why a decision is not simply "approved". The messages are ours and say nothing about the person, so
 * reasons may stand in events, in the journal and in the webhooks.
 */
const messages = {
  face_mismatch: 'The face does not match the document.',
  liveness_failed: 'The person before the camera could not be shown to be live.',
  document_expired: 'The document has expired.',
  document_not_authentic: 'The document could not be shown to be genuine.',
  document_type_unexpected: 'The document is of a type that was not asked for.',
  mrz_invalid: 'The check digits of the machine-readable zone are wrong.',
  chip_invalid: 'The signature of the chip data is not valid.',
  screen_detected: 'The document was shown on a screen.',
  print_detected: 'The document is a print or a copy.',
  tampering_suspected: 'The photo of the document may have been tampered with.',
  image_quality_low: 'The pictures are too small for a safe verdict.',
  data_inconsistent: 'The parts of the document contradict each other.',
  data_mismatch: 'What the document says differs from what the applicant declared.',
  background_match: 'The background check found a possible match.',
  check_missing: 'A check that was asked for was not performed.',
  check_failed: 'A check failed.',
  check_suspicious: 'A check asks for a second look.',
  provider_declined: 'The provider declined without naming a check.',
  provider_review: 'The provider asks for a manual review.',
} as const;

export type ReasonCode = keyof typeof messages;

export interface Reason {
  readonly code: ReasonCode;
  readonly check: CheckType | null;
  readonly message: string;
}

export function reason(code: ReasonCode, check: CheckType | null = null): Reason {
  return { code, check, message: messages[code] };
}
