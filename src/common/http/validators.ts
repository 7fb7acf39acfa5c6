import { Transform } from 'class-transformer';
import { buildMessage, ValidateBy, ValidateIf } from 'class-validator';

/** May be left out, but `null` is not a way to say so. */
export function OptionalNotNull(): PropertyDecorator {
  return ValidateIf((_object, value) => value !== undefined);
}

/** A query parameter that may stand there several times, as a list. */
export function MayRepeat(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (value === undefined ? undefined : [value].flat()));
}

function check(name: string, validate: (value: unknown) => boolean, message: string): PropertyDecorator {
  return ValidateBy({
    name,
    validator: { validate, defaultMessage: buildMessage(() => `$property ${message}`) },
  });
}

/** `yyyy-mm-dd`, and a day that exists. */
function isCalendarDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

export function IsCalendarDate(): PropertyDecorator {
  return check('isDate', isCalendarDate, 'must be a date such as 2004-07-09');
}

/** RFC 3339 with an offset. */
export function IsTimestamp(): PropertyDecorator {
  const shape = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;
  // Beyond these the database and others have words of their own for a time.
  const within = (time: number): boolean => time >= 0 && time < Date.UTC(10_000, 0);
  const validate = (value: unknown): boolean => {
    if (typeof value !== 'string') return false;
    // By itself `Date` takes 30 February for a day in March.
    const [, day] = shape.exec(value) ?? [];
    return isCalendarDate(day) && within(Date.parse(value));
  };
  return check('isTimestamp', validate, 'must be a time such as 2026-01-31T12:00:00Z');
}

/** Of a timestamp that has been checked; null where none was given. */
export function timeOrNull(timestamp: string | undefined): Date | null {
  return timestamp === undefined ? null : new Date(timestamp);
}

export function IsBcp47(): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    if (typeof value !== 'string' || value.length > 35) return false;
    try {
      return Intl.getCanonicalLocales(value).length === 1;
    } catch {
      return false;
    }
  };
  return check('isLocale', validate, 'must be a language tag such as ar-AE');
}

/** How flows and providers are named. */
export const flowName = /^[a-z0-9][a-z0-9_-]{0,63}$/;

const mostPairs = 20;
const longestKey = 40;
const longestValue = 500;

export function IsMetadata(): PropertyDecorator {
  const validate = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const pairs = Object.entries(value);
    return (
      pairs.length <= mostPairs &&
      pairs.every(
        ([key, text]) =>
          key.length > 0 &&
          key.length <= longestKey &&
          typeof text === 'string' &&
          text.length <= longestValue,
      )
    );
  };
  return check(
    'isMetadata',
    validate,
    'must be up to 20 pairs of text, keys up to 40 and values up to 500 characters',
  );
}

/** An origin such as `https://app.example`, without a path. */
export function IsOrigin(): PropertyDecorator {
  const validate = (values: unknown): boolean =>
    Array.isArray(values) &&
    values.every(
      (value) => typeof value === 'string' && URL.parse(value)?.origin === value && /^https?:/.test(value),
    );
  return check('isOrigin', validate, 'must be a list of origins such as https://app.example');
}
