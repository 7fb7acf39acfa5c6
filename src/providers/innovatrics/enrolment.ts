import type { Applicant, StartRequest } from '../kit/start.js';
import type { Flow, Settings } from './definition.js';

/** The body of `initialize`. What is undefined is not sent. */
export interface Enrolment {
  readonly sessionId: string;
  readonly returnUrl: string;
  readonly externalId: string | undefined;
  readonly webEnrolmentTheme: string | undefined;
  readonly applicantForm: ApplicantForm | undefined;
}

/** What the document is compared with: the trust factor "Applicant integrity". */
interface ApplicantForm {
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly additionalNames: string | undefined;
  readonly dateOfBirth: string | undefined;
  readonly skipIntegrityCheck: boolean | undefined;
}

export function enrolmentOf(sessionId: string, request: StartRequest<Flow>, settings: Settings): Enrolment {
  const { flow } = request;
  return {
    sessionId,
    // The vendor does not call it optional, so its own host stands in where nobody names an address.
    returnUrl: request.returnUrl ?? settings.returnUrl ?? settings.baseUrl,
    externalId: request.externalId ?? undefined,
    webEnrolmentTheme: flow.webEnrolmentTheme ?? settings.theme,
    applicantForm: request.applicant ? applicantForm(request.applicant, flow.skipIntegrityCheck) : undefined,
  };
}

function applicantForm(
  applicant: Applicant,
  skipIntegrityCheck: boolean | undefined,
): ApplicantForm | undefined {
  const { firstName, lastName, additionalNames, dateOfBirth } = applicant;
  const declared = firstName ?? lastName ?? additionalNames ?? dateOfBirth;
  if (declared === undefined) return undefined;
  return { firstName, lastName, additionalNames, dateOfBirth, skipIntegrityCheck };
}
