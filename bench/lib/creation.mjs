import { randomUUID } from 'node:crypto';

export const returnOrigin = 'https://app.example';

/** What an app sends; a person of its own each time, so that each request makes a session. */
export function creationOf(baseUrl, apiKey) {
  return {
    url: `${baseUrl}/v1/sessions`,
    headers: { authorization: `Bearer ${apiKey}` },
    success: 201,
    body: () => ({
      refId: `person-${randomUUID()}`,
      externalId: 'order-77',
      applicant: { firstName: 'Anna', lastName: 'Specimen', dateOfBirth: '1990-04-09' },
      country: 'ARE',
      returnUrl: `${returnOrigin}/done`,
      locale: 'en-GB',
      metadata: { campaign: 'spring' },
    }),
  };
}
