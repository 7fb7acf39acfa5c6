import type { ProviderFindings } from '{{kit}}/findings.js';
import type { ProviderSignal } from '{{kit}}/signal.js';
import type { Handoff } from '{{kit}}/start.js';
import { unwritten } from './unwritten.js';
import type { Link, Result } from './wire.js';

/** Pure: the vendor's words in ours. What is not understood is null, `other` or `unknown`, never a guess. */

export function handoffOf(_link: Link): Handoff {
  throw unwritten('verification.create', 'the hand-off of a link');
}

/** An unknown word is `unknown` and changes nothing. */
export function signalOf(_word: string): ProviderSignal {
  throw unwritten('verification.read', 'the signal of a status word');
}

/** Only an explicit word of the vendor approves or declines. */
export function findingsOf(_result: Result): ProviderFindings {
  throw unwritten('result.read', 'the findings of a result');
}
