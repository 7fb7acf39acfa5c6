import type { FastifyRequest } from 'fastify';
import { invalidField, Problem } from '../problems/problem.js';

const deepest = 32;
/** Names that every object has already. No field is called so, and libraries treat them in ways of their own. */
const reserved = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/**
 * Refuses, before anything else looks at it, what JSON and addresses can carry but no operation can
 * take: bodies that are no object, endless nesting, and text that no database keeps.
 */
export function refuseUnreadable({ body, query, params }: FastifyRequest): void {
  const named = Object.values((params ?? {}) as Record<string, string>);
  if (!named.every(isText)) throw new Problem('not_found');
  refuseUnreadableIn(query);
  if (body === undefined || Buffer.isBuffer(body)) return;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem('invalid_request', 'The body must be a JSON object.');
  }
  refuseUnreadableIn(body);
}

/** Without recursion, which deep nesting would bring down. */
function refuseUnreadableIn(root: unknown): void {
  const open: { value: unknown; path: readonly string[] }[] = [{ value: root, path: [] }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && !isText(value)) {
      throw invalidField(path.join('.'), 'characters', 'must not hold NUL or half a surrogate pair');
    }
    if (typeof value !== 'object' || value === null) continue;
    if (path.length === deepest) throw new Problem('invalid_request', 'The body is nested too deeply.');
    for (const [name, inner] of Object.entries(value)) {
      if (!isText(name)) {
        throw invalidField(
          path.join('.'),
          'characters',
          'must not have names with NUL or half a surrogate pair',
        );
      }
      if (reserved.has(name)) {
        throw invalidField([...path, name].join('.'), 'unknown_field', 'is not a field of this request');
      }
      open.push({ value: inner, path: [...path, name] });
    }
  }
}

/** What PostgreSQL can keep. */
function isText(value: string): boolean {
  return !value.includes('\0') && value.isWellFormed();
}
