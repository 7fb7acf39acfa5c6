import { z } from 'zod';

/** What the vendor sends. Only what it documents is required; everything else may be there or not. */

export const link = z.looseObject({ url: z.string(), expiresAt: z.iso.datetime({ offset: true }) });
export type Link = z.infer<typeof link>;

export const created = z.looseObject({ ...link.shape, id: z.string().min(1) });
export type Created = z.infer<typeof created>;

export const verification = z.looseObject({ id: z.string(), status: z.string() });

const check = z.looseObject({
  name: z.string(),
  result: z.string(),
  score: z.number().min(0).max(100).nullish(),
});
export type VendorCheck = z.infer<typeof check>;

export const result = z.looseObject({
  id: z.string(),
  status: z.string(),
  score: z.number().min(0).max(100).nullish(),
  person: z
    .looseObject({
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
      dateOfBirth: z.string().nullish(),
      sex: z.string().nullish(),
      nationality: z.string().nullish(),
    })
    .nullish(),
  document: z
    .looseObject({
      type: z.string().nullish(),
      country: z.string().nullish(),
      number: z.string().nullish(),
      issuedOn: z.string().nullish(),
      expiresOn: z.string().nullish(),
    })
    .nullish(),
  checks: z.array(check).nullish(),
  images: z.array(z.looseObject({ name: z.string().min(1), sha256: z.string().nullish() })).nullish(),
});
export type Result = z.infer<typeof result>;

export const event = z.looseObject({
  id: z.string().min(1),
  verification: z.string().min(1),
  status: z.string(),
});
export type Event = z.infer<typeof event>;
