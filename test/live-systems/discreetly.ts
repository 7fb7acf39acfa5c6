import type { SandboxAccount } from '../../src/sandbox/kit/sandbox.js';

/**
 * A failure told without what was compared: at a real vendor that may be a credential or a hand-off. Its first line names
 * the expectation, or is one of the adapters' messages, which hold neither.
 */
export async function discreetly(account: SandboxAccount, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : 'failed').split('\n');
    const told = Object.values(account.credentials).reduce(
      (text, secret) => text.replaceAll(secret, '…'),
      first,
    );
    // The error itself would bring its values along.
    // eslint-disable-next-line preserve-caught-error -- see above
    throw new Error(told);
  }
}
