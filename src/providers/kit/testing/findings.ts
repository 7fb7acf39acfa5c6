import { z } from 'zod';
import type { Person, ProviderFindings } from '../findings.js';
import { alpha3 } from '../normalize/countries.js';
import { isoDate } from '../normalize/dates.js';
import { checkStatuses, checkTypes, documentTypes, mediaKinds, outcomes } from '../vocabulary.js';

const text = z.string().refine((value) => value !== '' && value === value.trim(), 'empty or untrimmed');
const date = z.string().refine((value) => isoDate(value) === value, 'not an ISO date');
const country = z.string().refine((value) => alpha3(value) === value, 'not alpha-3');
const source = z.enum(['visual', 'mrz', 'chip', 'barcode', 'lookup']);
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

/** What every adapter promises of its findings, whatever the vendor says. */
export const findings: z.ZodType = z.strictObject({
  vendorStatus: text,
  verdict: z.strictObject({
    outcome: z.enum(outcomes),
    decidedBy: z.enum(['provider', 'policy']),
    score: z.number().min(0).max(100).nullable(),
    level: z.enum(['high', 'medium', 'low']).nullable(),
    reasons: z.array(z.strictObject({ code: text, check: z.enum(checkTypes).nullable(), message: text })),
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
