import { z } from 'zod';

const applicantForm = z.object({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  additionalNames: z.string().optional(),
  dateOfBirth: z.iso.date().optional(),
  skipIntegrityCheck: z.boolean().optional(),
});

/** The caller makes the session's id. Unknown keys are tolerated. */
export const initializeBody = z.object({
  sessionId: z.guid(),
  returnUrl: z.url(),
  externalId: z.string().max(512).optional(),
  webEnrolmentTheme: z.string().optional(),
  /** The same setting, as the vendor's own table spells it. */
  WebEnrolmentTheme: z.string().optional(),
  applicantForm: applicantForm.optional(),
});

export type InitializeBody = z.infer<typeof initializeBody>;
