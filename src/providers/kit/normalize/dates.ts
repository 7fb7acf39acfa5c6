const isoShape =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?$/i;
const dayMonthYearShape = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;
const mrzShape = /^\d{6}$/;

/** An ISO date or date-time → `yyyy-mm-dd`, as written: a date of birth has no time zone. Else null. */
export function isoDate(value: string | null | undefined): string | null {
  const found = isoShape.exec(value?.trim() ?? '');
  return found ? calendarDate(Number(found[1]), Number(found[2]), Number(found[3])) : null;
}

/** `DD/MM/YYYY` only; never guessed to be month first. */
export function dayMonthYear(value: string | null | undefined): string | null {
  const found = dayMonthYearShape.exec(value?.trim() ?? '');
  return found ? calendarDate(Number(found[3]), Number(found[2]), Number(found[1])) : null;
}

/**
 * `YYMMDD` of a machine-readable zone. Nobody is born in the future; documents expire within fifty
 * years of now, on either side.
 */
export function mrzDate(
  yymmdd: string | null | undefined,
  kind: 'birth' | 'expiry',
  now: Date,
): string | null {
  const text = yymmdd?.trim() ?? '';
  if (!mrzShape.test(text)) return null;
  const latest = kind === 'birth' ? now.toISOString().slice(0, 10) : yearsAfter(now, 50);
  const [year, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)].map(Number) as [
    number,
    number,
    number,
  ];
  const century = Math.floor(now.getUTCFullYear() / 100) * 100;
  for (const candidate of [century + 100 + year, century + year, century - 100 + year]) {
    const date = calendarDate(candidate, month, day);
    if (date !== null && date <= latest) return date;
  }
  return null;
}

function yearsAfter(now: Date, years: number): string {
  return `${now.getUTCFullYear() + years}${now.toISOString().slice(4, 10)}`;
}

function calendarDate(year: number, month: number, day: number): string | null {
  if (year < 1) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}
