import { ProviderError } from '{{kit}}/errors.js';

/** Thrown where the vendor's own code is still to be written. When nothing imports this file any more, delete it. */
export function unwritten(operation: string, what: string): ProviderError {
  return new ProviderError('rejected', { operation, cause: `unwritten: ${what}` });
}
