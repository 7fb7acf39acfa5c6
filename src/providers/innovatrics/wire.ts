import { z } from 'zod';

/** What the vendor sends. Only what it documents is required; everything else may be there or not. */

export const initialized = z.looseObject({
  sessionId: z.string(),
  webEnrolmentUrl: z.string(),
  accessToken: z.string().nullish(),
});
export type Initialized = z.infer<typeof initialized>;

export const sessionStatus = z.looseObject({ status: z.string() });

const factor = z.looseObject({ score: z.number().nullish(), level: z.string().nullish() });
export type Factor = z.infer<typeof factor>;

/** `verifications` is an open map: which factors stand in it depends on the customer's configuration. */
export const decisionResults = z.looseObject({
  verifications: z.record(z.string(), factor.nullish()).nullish(),
  decision: factor.nullish(),
});
export type DecisionResults = z.infer<typeof decisionResults>;

const readValue = z.looseObject({
  name: z.string(),
  value: z.unknown().optional(),
  /** .NET style: an offset and up to seven fraction digits. */
  normalizedDateValue: z.string().nullish(),
});
export type ReadValue = z.infer<typeof readValue>;

const readValues = z.array(readValue).nullish();
const imageNames = z.array(z.string()).nullish();

export const documentResult = z.looseObject({
  country: z.string().nullish(),
  documentType: z.string().nullish(),
  applicant: z
    .looseObject({
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
      dateOfBirth: z.string().nullish(),
      surnameAndGivenNames: z.string().nullish(),
    })
    .nullish(),
  documentVisualResults: readValues,
  documentMrzResults: readValues,
  documentBarcodeResults: readValues,
  availableImages: imageNames,
});
export type DocumentResult = z.infer<typeof documentResult>;

/** `age` and `gender` are guesses from the selfie, the latter with sentinels such as -10000: not read. */
export const faceResult = z.looseObject({
  passiveLivenessScore: z.number().nullish(),
  verificationScore: z.number().nullish(),
  availableImages: imageNames,
});
export type FaceResult = z.infer<typeof faceResult>;

export const imageList = z.looseObject({ document: imageNames, face: imageNames });
export type ImageList = z.infer<typeof imageList>;

/** What a webhook tells. `sessionId` is an id that we chose, so it is a UUID. */
export const statusNotice = z.looseObject({ sessionId: z.guid(), status: z.string() });
