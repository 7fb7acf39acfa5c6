import { rmSync } from 'node:fs';

/** No search for leaks: thousands of sessions would take it an hour, and the other system tests make it. */
export default function tearDown() {
  rmSync(process.env.IDV_TEST_FOLDER, { recursive: true, force: true });
}
