import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldError } from '../problems/problem.js';

/** Refuses what a DTO does not know, and tells every mistake by path without repeating the value. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    // The value is looked at and never told.
    validationError: { target: false, value: true },
    exceptionFactory: (errors) =>
      new Problem('invalid_request', 'The request has fields that are not valid.', {
        errors: errors.flatMap((error) => fieldErrors(error, '')),
      }),
  });
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = mistakeOf(error);
  const inner = (error.children ?? []).flatMap((child) => fieldErrors(child, path));
  return own ? [{ path, ...own }, ...inner] : inner;
}

/** Who sends a number for a text is not helped by hearing how long a text may be: these come before the others. */
const kinds: readonly string[] = ['isString', 'isInt', 'isBoolean', 'isArray', 'isObject'];

/** The one to begin with, of all that is wrong with a field. */
function mistakeOf({ constraints, property, value }: ValidationError): Omit<FieldError, 'path'> | undefined {
  const broken = Object.keys(constraints ?? {});
  if (broken.includes('whitelistValidation')) {
    return { code: 'unknown_field', message: 'is not a field of this request' };
  }
  const rule = kinds.find((kind) => broken.includes(kind)) ?? broken[0];
  if (rule === undefined) return undefined;
  if (value === undefined) return { code: 'required', message: 'must be given' };
  return { code: snakeCase(rule), message: withoutPath(constraints?.[rule] ?? '', property) };
}

function withoutPath(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}

function snakeCase(word: string): string {
  return word.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
