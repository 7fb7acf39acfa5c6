import { accountChecks, playedAccountChecks } from './account-checks.js';
import { callbackChecks } from './callback-checks.js';
import type { PlayedCheck, PortCheck } from './check.js';
import { definitionChecks } from './definition-checks.js';
import { mediaChecks } from './media-checks.js';
import { outcomeChecks } from './outcome-checks.js';
import { playedSessionChecks, sessionChecks } from './session-checks.js';
import { wireChecks } from './wire-checks.js';

/** What can be shown at any vendor, a real one too. */
export const portChecks: readonly PortCheck[] = [...definitionChecks, ...accountChecks, ...sessionChecks];

/** What can be shown at a stand-in only. */
export const playedChecks: readonly PlayedCheck[] = [
  ...playedAccountChecks,
  ...playedSessionChecks,
  ...outcomeChecks,
  ...mediaChecks,
  ...callbackChecks,
  ...wireChecks,
];
