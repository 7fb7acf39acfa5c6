import { dayMonthYear, isoDate } from '../kit/normalize/dates.js';
import { textOrNull } from '../kit/normalize/text.js';

/** Samples write `DD/MM/YYYY`, some traffic ISO. Anything else is not guessed at. */
export function dateOf(value: unknown): string | null {
  const text = textOrNull(value);
  return isoDate(text) ?? dayMonthYear(text);
}

/** Whether there is a date that could not be read. */
export function isUnreadable(value: unknown): boolean {
  return textOrNull(value) !== null && dateOf(value) === null;
}
