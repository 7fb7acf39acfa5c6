import { z } from 'zod';
import type { Ability } from '../kit/definition.js';

const option = z.boolean().optional();
const matchLevel = z.int().min(1).max(5).optional();

const reading = z.strictObject({
  enabled: z.boolean(),
  isForceReading: option,
  isForceReadingIfSupported: option,
  /** -1: no limit. */
  timeoutInSeconds: z.int().min(-1).max(3600).optional(),
});

const document = z.strictObject({
  /** `PASSPORT`, `GENERIC_ID`, or a country and a kind such as `UAE_ID`. */
  documentType: z
    .string()
    .regex(/^[A-Z0-9]+(_[A-Z0-9]+)*$/)
    .max(60),
  reading: reading.optional(),
  isExpiredDocumentAllowed: option,
  isFrontSideReviewEnabled: option,
  isBackSideReviewEnabled: option,
  isUploadEnabled: option,
  isHelpPageDisabled: option,
  faceScanMinimumMatchLevel: matchLevel,
  faceReadMinimumMatchLevel: matchLevel,
});

const generalConfig = z.strictObject({
  secureWindowsEnabled: option,
  isRootedDeviceAllowed: option,
  userIdentifier: z.string().min(1).max(256).nullable().optional(),
  returnDataForIncompleteSession: option,
});

const backgroundCheck = z.strictObject({
  enabled: z.boolean(),
  checkType: z.enum(['RDC', 'DOW_JONES']).optional(),
  disableConsent: option,
  enableMonitoring: option,
  skipView: option,
});

const facialRecognition = z.strictObject({
  enabled: z.boolean(),
  isEnrollFace: option,
  scanMinimumMatchLevel: matchLevel,
  readMinimumMatchLevel: matchLevel,
  maxAttempts: z.int().min(1).max(20).optional(),
});

/**
 * What a flow may ask of uqudo, in uqudo's own words. What it leaves out is uqudo's default, with two
 * exceptions: without `documents` the request's kind and country choose one (else a passport), and
 * without `facialRecognition` the face is compared.
 */
export const flow = z.strictObject({
  documents: z.array(document).min(1).max(10).optional(),
  generalConfig: generalConfig.optional(),
  backgroundCheck: backgroundCheck.optional(),
  facialRecognition: facialRecognition.optional(),
});

export type UqudoFlow = z.output<typeof flow>;

/** The face is left out: the vendor compares it even where the flow does not say so. */
export function needsOf({ documents, backgroundCheck }: UqudoFlow): Ability[] {
  const chip = documents?.some(({ reading: chipReading }) => chipReading?.enabled === true) ?? false;
  return [
    ...(chip ? ['chip' as const] : []),
    ...(backgroundCheck?.enabled ? ['backgroundCheck' as const] : []),
  ];
}

export type AskedDocument = z.output<typeof document>;
export type AskedFace = z.output<typeof facialRecognition>;
