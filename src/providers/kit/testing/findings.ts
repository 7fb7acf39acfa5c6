import { z } from 'zod';
import type { Person, ProviderFindings } from '../findings.js';
import { alpha3 } from '../normalize/countries.js';
import { isoDate } from '../normalize/dates.js';
import { reason, type ReasonCode } from '../reasons.js';
import { checkStatuses, checkTypes, documentTypes, mediaKinds, outcomes } from '../vocabulary.js';

const text = z.string().refine((value) => value !== '' && value === value.trim(), 'empty or untrimmed');
const date = z.string().refine((value) => isoDate(value) === value, 'not an ISO date');
const country = z.string().refine((value) => alpha3(value) === value, 'not alpha-3');
const source = z.enum(['visual', 'mrz', 'chip', 'barcode', 'lookup']);
const word = z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/, 'not plainly one word');
const figure = z.union([z.string().max(64), z.number(), z.boolean(), z.null()]);

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
  sources: z.record(text, z.array(source).min(1)),
  media: z.array(text),
});

const check = z.strictObject({
  type: z.enum(checkTypes),
  status: z.enum(checkStatuses),
  score: z.number().min(0).max(1).nullable(),
  vendor: z.record(z.string(), figure),
});

const ourReason = z
  .strictObject({ code: z.string(), check: z.enum(checkTypes).nullable(), message: text })
  .refine(({ code, message }) => reason(code as ReasonCode).message === message, 'no reason of ours');

const shape = z.strictObject({
  vendorStatus: word,
  verdict: z.strictObject({
    outcome: z.enum(outcomes),
    decidedBy: z.enum(['provider', 'policy']),
    score: z.number().min(0).max(100).nullable(),
    level: z.enum(['high', 'medium', 'low']).nullable(),
    reasons: z.array(ourReason),
  }),
  person,
  documents: z.array(document),
  checks: z.array(check),
  media: z.array(
    z.strictObject({
      name: text,
      kind: z.enum(mediaKinds),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .nullable(),
    }),
  ),
});

/** What every adapter promises of its findings, whatever the vendor says: more strictly than the types can. */
export const findings = shape
  .refine(({ media }) => new Set(media.map(({ name }) => name)).size === media.length, 'a picture twice')
  .refine(
    ({ media, documents }) =>
      documents.every((each) => each.media.every((name) => media.some((ref) => ref.name === name))),
    'a document has a picture that the result does not list',
  )
  .refine(
    ({ verdict }) => (verdict.outcome === 'approved') === (verdict.reasons.length === 0),
    'an approval has no reasons, and everything else has one',
  );

const derived: readonly string[] = ['fullName'] satisfies (keyof Person)[];

/** Values that were read from a document and do not say where it has them. */
export function withoutSource({ person: read, documents }: ProviderFindings): string[] {
  const sources = documents.map((one) => one.sources);
  const ofPerson = Object.entries(read)
    .filter(([name, value]) => value !== null && !derived.includes(name))
    .map(([name]) => name)
    .filter((name) => !sources.some((some) => some[name]));
  const ofDocuments = documents.flatMap((one) =>
    (['number', 'personalNumber', 'issueDate', 'expiryDate'] as const).filter(
      (name) => one[name] !== null && !one.sources[name],
    ),
  );
  return [...ofPerson, ...ofDocuments];
}
