import { z } from 'zod';

const grave = z.enum(['decline', 'review']);
const light = z.enum(['decline', 'review', 'ignore']);
const score = z.number().min(0).max(100);
const matchLevel = z.int().min(1).max(5);

/** Checks of which an account may say that no approval happens without them. */
const requirable = [
  'document_expiry',
  'mrz',
  'chip',
  'data_consistency',
  'screen_detection',
  'print_detection',
  'tampering',
  'face_match',
  'background',
] as const;

/**
 * The bounds of the decision policy. uqudo gives no overall verdict: the gateway decides from the
 * parts. Vendor scores run from 0 to 100 and higher is worse; match levels from 1 to 5, higher is better.
 */
export const policyBounds = z.strictObject({
  /** Lowest face match level against the picture on the document. */
  scanMatchLevel: matchLevel.default(2),
  /** Lowest face match level against the picture in the chip. */
  chipMatchLevel: matchLevel.default(3),
  screenDeclineAbove: score.default(50),
  printDeclineAbove: score.default(50),
  tamperingReviewFrom: score.default(40),
  tamperingDeclineAbove: score.default(70),
  /** A flow's `isExpiredDocumentAllowed` allows it for one document, whatever stands here. */
  expired: light.default('decline'),
  mrzInvalid: grave.default('decline'),
  chipInvalid: grave.default('decline'),
  lowResolution: light.default('review'),
  /** A field that agrees only partly between the parts of the document. */
  partialMatch: light.default('review'),
  noMatch: light.default('review'),
  backgroundMatch: light.default('review'),
  lookupFailed: light.default('review'),
  /** The documents tell of somebody else than whom the app declared. The check says so in any case. */
  applicantMismatch: light.default('ignore'),
  /** A check that was asked for, or is required here, was not performed. */
  missingCheck: grave.default('review'),
  requiredChecks: z.array(z.enum(requirable)).default([]),
});

export type PolicyBounds = z.output<typeof policyBounds>;
