import type { Enrolment } from './enrolments.js';

export interface DocumentHolder {
  readonly firstName: string;
  readonly lastName: string;
  /** ISO 8601 calendar date. */
  readonly dateOfBirth: string;
}

const stranger: DocumentHolder = { firstName: 'Amal', lastName: 'Testperson', dateOfBirth: '1991-01-31' };

/** The person shows the document that the form describes, unless it was played otherwise. */
export function documentHolder({ asked, othersDocument }: Enrolment): DocumentHolder {
  const form = othersDocument ? undefined : asked.applicantForm;
  return {
    firstName: form?.firstName ?? stranger.firstName,
    lastName: form?.lastName ?? stranger.lastName,
    dateOfBirth: form?.dateOfBirth ?? stranger.dateOfBirth,
  };
}
