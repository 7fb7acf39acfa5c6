import { expect } from '@jest/globals';
import { ProviderError, type ProviderFailure } from '../../../src/providers/kit/errors.js';

/** That the work fails with one of these meanings. Another failure is passed on as it is, to be read. */
export async function expectFailure(
  work: Promise<unknown>,
  ...meanings: readonly ProviderFailure[]
): Promise<ProviderError> {
  const failed = await failureOf(work);
  if (failed === null) throw new Error(`it succeeded, and had to fail as ${meanings.join(' or ')}`);
  if (!meanings.includes(failed.failure)) throw failed;
  return failed;
}

/** The failure, null when there is none. An adapter throws nothing but a ProviderError. */
export async function failureOf(work: Promise<unknown>): Promise<ProviderError | null> {
  try {
    await work;
    return null;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    expect(error.message.length).toBeLessThan(200);
    return error;
  }
}
