import { Problem } from '../common/problems/problem.js';

/** Why personal data is looked at, from the header `X-Purpose`. */
export function readPurpose(header: string | undefined): string | null {
  const text = header?.trim();
  if (!text) return null;
  if (!/^[\x20-\x7e]{1,200}$/.test(text)) {
    throw new Problem('invalid_request', '`X-Purpose` must be up to 200 printable ASCII characters.');
  }
  return text;
}
