/** The words of the normalized result. Vendors' own words are mapped to these at the edge. */

export const documentTypes = [
  'passport',
  'identity_card',
  'driving_licence',
  'residence_permit',
  'visa',
  'other',
] as const;
export type DocumentType = (typeof documentTypes)[number];

export const stepNames = ['document', 'chip', 'face', 'background_check', 'address'] as const;
export type StepName = (typeof stepNames)[number];

export const checkTypes = [
  'document_authenticity',
  'document_expiry',
  'mrz',
  'chip',
  'data_consistency',
  'screen_detection',
  'print_detection',
  'tampering',
  'face_match',
  'liveness',
  'background',
  'age',
  'address',
  'applicant_integrity',
] as const;
export type CheckType = (typeof checkTypes)[number];

export const checkStatuses = ['passed', 'failed', 'warning', 'not_performed'] as const;
export type CheckStatus = (typeof checkStatuses)[number];

export const outcomes = ['approved', 'declined', 'review'] as const;
export type Outcome = (typeof outcomes)[number];

export type Level = 'high' | 'medium' | 'low';
export type Sex = 'female' | 'male' | 'other';

export const mediaKinds = [
  'document_front',
  'document_back',
  'document_portrait',
  'selfie',
  'chip_portrait',
  'frame',
] as const;
export type MediaKind = (typeof mediaKinds)[number];
