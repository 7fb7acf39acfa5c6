import { answerTooLarge, askedWaitMs, ProviderError, type ProviderFailure } from '../providers/kit/errors.js';
import { PictureRefusedError } from './examination.js';

/**
 * Tries in all, over about 40 minutes: vendors that keep pictures for a short time only keep them for
 * half an hour.
 */
const mostTries = 16;
/** Tries for a picture that the vendor says it does not have: it may be late. */
const fewTries = 6;
const slowestSeconds = 300;

const finalSoon: readonly ProviderFailure[] = ['not_found', 'rejected'];

/** Why a capture failed, in one word of ours, and what follows. */
export interface Setback {
  readonly cause: string;
  /** How long to wait before the next try; null: there is none. */
  readonly againInMs: number | null;
}

/** `former` is the capture as it was claimed: this try counted, and with the cause of the one before. */
export function setbackAfter(
  error: unknown,
  former: { readonly attempts: number; readonly cause: string | null },
  dice: () => number = Math.random,
): Setback {
  const cause = causeOf(error);
  if (isFinal(error, cause, former)) return { cause, againInMs: null };
  const seconds = Math.min(2 ** (former.attempts - 1), slowestSeconds);
  // Pictures that failed together are not tried together.
  return { cause, againInMs: Math.max(askedWaitMs(error), Math.round(seconds * 1000 * (0.75 + dice() / 2))) };
}

function causeOf(error: unknown): string {
  if (error instanceof PictureRefusedError) return error.reason;
  if (!(error instanceof ProviderError)) return 'internal';
  return error.details.cause === answerTooLarge ? 'too_large' : error.failure;
}

function isFinal(
  error: unknown,
  cause: string,
  { attempts, cause: causeBefore }: { attempts: number; cause: string | null },
): boolean {
  if (attempts >= mostTries || cause === 'too_large') return true;
  // Wrong bytes are fetched once more: they may have been damaged on the way.
  if (error instanceof PictureRefusedError) return cause === causeBefore;
  return error instanceof ProviderError && finalSoon.includes(error.failure) && attempts >= fewTries;
}
