import { z } from 'zod';

/** What the vendor sends. Only what it documents is required; everything else may be there or not. */

/** The documented sample is blank: every name in it is inferred, so none is required here. */
export const createdSession = z.looseObject({
  token: z.unknown().optional(),
  sessionToken: z.unknown().optional(),
  access_token: z.unknown().optional(),
  sessionId: z.unknown().optional(),
  id: z.unknown().optional(),
});
export type CreatedSession = z.infer<typeof createdSession>;

const text = z.string().nullish();

/** One step of the person; which of the fields are there depends on `stepId`. */
const stepDocument = z.looseObject({
  stepId: text,
  type: text,
  firstName: text,
  lastName: text,
  dateOfBirth: text,
  dateOfIssue: text,
  dateOfExpiration: text,
  sex: text,
  address1: text,
  placeOfBirth: text,
  idNumber: text,
  mrzLine1: text,
  mrzLine2: text,
  /** Inferred: identity cards have three lines. */
  mrzLine3: text,
  /** 0–10. */
  matchLevel: z.unknown().optional(),
  /** The words of these four are not documented. */
  digitalIDSpoof: z.unknown().optional(),
  faceOnDocumentSpoof: z.unknown().optional(),
  textOnDocumentSpoof: z.unknown().optional(),
  mrzStatus: z.unknown().optional(),
  /** Of an address proof. */
  fullName: text,
  issueDate: text,
  address: text,
});
export type StepDocument = z.infer<typeof stepDocument>;

export const user = z.looseObject({
  refId: text,
  status: z.string(),
  /** The session that the status is about, as far as the vendor says. */
  sessionId: text,
  updatedAt: z.unknown().optional(),
  documents: z.array(stepDocument).nullish(),
  /** Inferred: where the reasons of a decline stand. */
  reason: z.unknown().optional(),
  reasons: z.unknown().optional(),
});
export type User = z.infer<typeof user>;

/** What a webhook tells. It names the person and no session. */
export const userNotice = z.looseObject({ refId: z.string().min(1), status: z.string() });
