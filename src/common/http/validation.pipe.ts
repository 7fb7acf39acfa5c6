import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type FieldError } from '../problems/problem.js';

/** Refuses what a DTO does not know, and tells every mistake by path without repeating the value. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) =>
      new Problem('invalid_request', 'The request has fields that are not valid.', {
        errors: errors.flatMap((error) => fieldErrors(error, '')),
      }),
  });
}

function fieldErrors(error: ValidationError, parent: string): FieldError[] {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]): FieldError => ({
    path,
    code: rule === 'whitelistValidation' ? 'unknown_field' : snakeCase(rule),
    message:
      rule === 'whitelistValidation'
        ? 'is not a field of this request'
        : withoutPath(message, error.property),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, path))];
}

function withoutPath(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}

function snakeCase(word: string): string {
  return word.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}
