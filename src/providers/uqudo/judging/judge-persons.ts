import type { Case } from './case.js';
import { performed, type Judgement } from './judgement.js';

/** Are several documents one person's? uqudo compares the parts of each document, not one with another. */
export function judgePersons({ documents, bounds }: Case): Judgement[] {
  const births = new Set(documents.map(({ person }) => person.dateOfBirth).filter((date) => date !== null));
  if (births.size < 2) return [];
  return [
    performed('data_consistency', {
      vendor: { datesOfBirth: births.size },
      objections: [{ code: 'data_inconsistent', consequence: bounds.noMatch }],
    }),
  ];
}
