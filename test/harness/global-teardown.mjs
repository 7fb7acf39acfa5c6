import { rmSync } from 'node:fs';
import { findLeaks } from './leaks.mjs';

/** Fails the run when anything planted by any test has come out in a log, a journal row or an error body. */
export default function tearDown() {
  const folder = process.env.IDV_TEST_FOLDER;
  const { leaks, markers, traces } = findLeaks(folder);
  rmSync(folder, { recursive: true, force: true });
  if (leaks.length > 0) throw new Error(`secrets or personal values leaked:\n${leaks.join('\n')}`);
  process.stdout.write(`Leak search: ${markers} planted values, ${traces} traces, nothing found.\n`);
}
