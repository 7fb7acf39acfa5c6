import type { Person } from '../../kit/findings.js';
import { mrzDate } from '../../kit/normalize/dates.js';
import { sexOf } from '../../kit/normalize/sex.js';
import type { DocumentSources } from './document-sources.js';
import type { Settling } from './settling.js';
import { countryIn, dateIn, textIn } from './values.js';

/** The person as one document tells of them. */
export function readPerson({ sides, chip, mrz, now }: DocumentSources, settling: Settling): Person {
  const firstName = settling.name('firstName', {
    visual: textIn(sides, 'secondaryId', 'firstName'),
    chip: chip?.firstName,
    mrz: mrz?.firstName,
  });
  const lastName = settling.name('lastName', {
    visual: textIn(sides, 'primaryId', 'lastName'),
    chip: chip?.lastName,
    mrz: mrz?.lastName,
  });
  const fullName = settling.name('fullName', { visual: textIn(sides, 'fullName'), chip: chip?.fullName });
  return {
    firstName,
    lastName,
    fullName: fullName ?? joined(firstName, lastName),
    fullNameNative: settling.name('fullNameNative', {
      visual: textIn(sides, 'fullNameArabic'),
      chip: chip?.fullNameNative,
    }),
    dateOfBirth: settling.fact('dateOfBirth', {
      chip: chip?.dateOfBirth,
      mrz: mrzDate(mrz?.birthDate, 'birth', now),
      visual: dateIn(sides, 'dateOfBirth', 'birth', now),
    }),
    sex: settling.fact('sex', {
      chip: chip?.sex,
      mrz: mrz?.sex,
      visual: sexOf(textIn(sides, 'sex', 'gender')),
    }),
    nationality: settling.fact('nationality', {
      chip: chip?.nationality,
      mrz: mrz?.nationality,
      visual: countryIn(sides, 'nationality'),
    }),
    placeOfBirth: settling.fact('placeOfBirth', { visual: textIn(sides, 'placeOfBirth') }),
    address: null,
  };
}

function joined(...parts: (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(' ') || null;
}
