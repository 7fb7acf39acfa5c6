import type { IdentityDocument, MediaRef, Person } from '../../kit/findings.js';
import { alpha3 } from '../../kit/normalize/countries.js';
import { mrzDate } from '../../kit/normalize/dates.js';
import { countryOf, documentTypeOf } from '../document-kinds.js';
import { sourcesOf, type DocumentSources } from './document-sources.js';
import { mediaOf } from './media.js';
import { readPerson } from './read-person.js';
import type { ResultDocument, Verification } from '../result-data.js';
import { Settling } from './settling.js';
import { dateIn, textIn } from './values.js';

/** One document of the result, with what was read from it. */
export interface ReadDocument {
  readonly document: ResultDocument;
  readonly verification: Verification | null;
  readonly from: DocumentSources;
  readonly person: Person;
  readonly identity: IdentityDocument;
  readonly media: readonly MediaRef[];
}

export function readDocument(
  document: ResultDocument,
  at: number,
  verification: Verification | null,
  now: Date,
): ReadDocument {
  const from = sourcesOf(document, verification, now);
  const settling = new Settling();
  const person = readPerson(from, settling);
  const media = mediaOf(document, at);
  const identity = { ...readIdentity(document, from, settling), media: media.map(({ name }) => name) };
  return { document, verification, from, person, identity, media };
}

function readIdentity(
  document: ResultDocument,
  from: DocumentSources,
  settling: Settling,
): Omit<IdentityDocument, 'media'> {
  const { sides, chip, mrz, zone, now } = from;
  const personalNumber = settling.fact('personalNumber', {
    chip: chip?.personalNumber,
    mrz: mrz?.personalNumber,
    visual: textIn(sides, 'identityNumber'),
  });
  const number = settling.fact('number', {
    chip: chip?.documentNumber,
    mrz: mrz?.documentNumber,
    visual: textIn(sides, 'documentNumber', 'cardNumber'),
  });
  const issuer = settling.fact('issuingCountry', {
    chip: chip?.issuingCountry,
    mrz: mrz?.issuingCountry,
    visual: alpha3(textIn(sides, 'issuer')),
  });
  return {
    type: documentTypeOf(document.documentType),
    vendorType: document.documentType,
    issuingCountry: issuer ?? countryOf(document.documentType),
    number: number ?? personalNumber,
    personalNumber,
    issueDate: settling.fact('issueDate', { visual: dateIn(sides, 'issueDate', 'birth', now) }),
    expiryDate: settling.fact('expiryDate', {
      chip: chip?.expiryDate,
      mrz: mrzDate(mrz?.expiryDate, 'expiry', now),
      visual: dateIn(sides, 'dateOfExpiry', 'expiry', now),
    }),
    mrz: zone && { lines: zone.lines, valid: zone.valid },
    sources: settling.sources,
  };
}
