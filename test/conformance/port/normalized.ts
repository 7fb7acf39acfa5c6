import { z } from 'zod';
import { alpha3 } from '../../../src/providers/kit/normalize/countries.js';
import { isoDate } from '../../../src/providers/kit/normalize/dates.js';
import type { ReasonCode } from '../../../src/providers/kit/reasons.js';
import { reason } from '../../../src/providers/kit/reasons.js';
import {
  checkStatuses,
  checkTypes,
  documentTypes,
  mediaKinds,
  outcomes,
} from '../../../src/providers/kit/vocabulary.js';

/** The normalized result as the contract promises it, written down once more and more strictly than the types can. */

const text = z
  .string()
  .min(1)
  .refine((value) => value === value.trim(), 'has blanks around it');
const country = z.string().refine((code) => alpha3(code) === code, 'is no ISO 3166-1 alpha-3 code');
const date = z.string().refine((day) => isoDate(day) === day, 'is no ISO date');
const word = z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'is not plainly one word');

const reasonOfOurs = z
  .strictObject({ code: z.string(), check: z.enum(checkTypes).nullable(), message: text })
  .refine(({ code, message }) => reason(code as ReasonCode).message === message, 'is no reason of ours');

const person = z.strictObject({
  firstName: text.nullable(),
  lastName: text.nullable(),
  fullName: text.nullable(),
  fullNameNative: text.nullable(),
  dateOfBirth: date.nullable(),
  sex: z.enum(['female', 'male', 'other']).nullable(),
  nationality: country.nullable(),
  placeOfBirth: text.nullable(),
  address: text.nullable(),
});

const document = z.strictObject({
  type: z.enum(documentTypes),
  vendorType: text,
  issuingCountry: country.nullable(),
  number: text.nullable(),
  personalNumber: text.nullable(),
  issueDate: date.nullable(),
  expiryDate: date.nullable(),
  mrz: z.strictObject({ lines: z.array(text).min(1), valid: z.boolean() }).nullable(),
  sources: z.record(z.string(), z.array(z.enum(['visual', 'mrz', 'chip', 'barcode', 'lookup'])).min(1)),
  media: z.array(text),
});

const check = z.strictObject({
  type: z.enum(checkTypes),
  status: z.enum(checkStatuses),
  score: z.number().min(0).max(1).nullable(),
  vendor: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

const mediaRef = z.strictObject({
  name: text,
  kind: z.enum(mediaKinds),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
});

export const normalizedFindings = z
  .strictObject({
    vendorStatus: word,
    verdict: z.strictObject({
      outcome: z.enum(outcomes),
      decidedBy: z.enum(['provider', 'policy']),
      score: z.number().min(0).max(100).nullable(),
      level: z.enum(['high', 'medium', 'low']).nullable(),
      reasons: z.array(reasonOfOurs),
    }),
    person,
    documents: z.array(document),
    checks: z.array(check),
    media: z.array(mediaRef),
  })
  .refine(
    ({ media }) => new Set(media.map(({ name }) => name)).size === media.length,
    'names a picture twice',
  )
  .refine(
    ({ media, documents }) =>
      documents.every((each) => each.media.every((name) => media.some((ref) => ref.name === name))),
    'a document has a picture that the result does not list',
  )
  .refine(
    ({ verdict }) => (verdict.outcome === 'approved') === (verdict.reasons.length === 0),
    'an approval has no reasons, and everything else has one',
  );
