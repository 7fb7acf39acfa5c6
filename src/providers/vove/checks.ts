import type { Check } from '../kit/findings.js';
import { readMrz } from '../kit/normalize/mrz.js';
import type { CheckStatus, CheckType } from '../kit/vocabulary.js';
import { isUnreadable } from './dates.js';
import { mrzLinesOf } from './steps.js';
import type { StepDocument } from './wire.js';
import { vendorWord } from '../kit/vendor-word.js';

/**
 * The vendor does not document the words of its spoof and MRZ fields. Plain ones are read, and those of
 * the capture software whose field names it uses; every other stays beside the check, which then says
 * nothing.
 */
const words: ReadonlyMap<string, CheckStatus> = new Map<string, CheckStatus>([
  ...said(
    'passed',
    'genuine',
    'real',
    'pass',
    'passed',
    'valid',
    'ok',
    'success',
    'not_detected',
    'no_spoof',
  ),
  ...said('passed', 'likely_physical_id', 'likely_original_face', 'likely_original_text'),
  ...said('warning', 'cannot_confirm_id_is_authentic'),
  ...said('warning', 'could_not_confidently_determine_physical_id_user_needs_to_retry'),
  ...said('failed', 'spoof', 'spoofed', 'fake', 'tampered', 'fail', 'failed', 'invalid', 'detected'),
]);

const wordChecks = [
  ['digitalIDSpoof', 'screen_detection'],
  ['faceOnDocumentSpoof', 'tampering'],
  ['textOnDocumentSpoof', 'tampering'],
] as const;

/** Assumption: the vendor documents the range of `matchLevel`, 0–10, but not where a match begins. */
const matchFrom = 7;
const noMatchBelow = 4;

const datesOfDocuments = ['dateOfBirth', 'dateOfIssue', 'dateOfExpiration', 'issueDate'] as const;

export function documentChecks(document: StepDocument): Check[] {
  const told = wordChecks.flatMap(([field, type]) => wordCheck(type, field, document[field]));
  return [...told, ...mrzCheck(document), ...matchCheck(document.matchLevel), ...dateCheck(document)];
}

function wordCheck(type: CheckType, field: string, value: unknown): Check[] {
  if (value == null) return [];
  return [{ type, status: statusOf(value), score: null, vendor: { [field]: shown(value) } }];
}

/** The zone is read by us as well. The worse of the two readings counts. */
function mrzCheck(document: StepDocument): Check[] {
  const lines = mrzLinesOf(document);
  const { mrzStatus } = document;
  if (lines.length === 0 && mrzStatus == null) return [];
  const zone = readMrz(lines);
  const told = statusOf(mrzStatus);
  const seen = zone === null ? 'not_performed' : zone.valid ? 'passed' : 'failed';
  const status = told === 'failed' || seen === 'not_performed' ? told : seen;
  return [{ type: 'mrz', status, score: null, vendor: { mrzStatus: shown(mrzStatus) } }];
}

function matchCheck(matchLevel: unknown): Check[] {
  if (typeof matchLevel !== 'number' || !(matchLevel >= 0 && matchLevel <= 10)) return [];
  const status = matchLevel >= matchFrom ? 'passed' : matchLevel < noMatchBelow ? 'failed' : 'warning';
  return [{ type: 'face_match', status, score: matchLevel / 10, vendor: { matchLevel } }];
}

function dateCheck(document: StepDocument): Check[] {
  const unreadable = datesOfDocuments.filter((field) => isUnreadable(document[field]));
  if (unreadable.length === 0) return [];
  const vendor = Object.fromEntries(unreadable.map((field) => [field, 'unreadable']));
  return [{ type: 'data_consistency', status: 'warning', score: null, vendor }];
}

function statusOf(value: unknown): CheckStatus {
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return words.get(word) ?? 'not_performed';
}

function said(status: CheckStatus, ...these: string[]): [string, CheckStatus][] {
  return these.map((word) => [word, status]);
}

function shown(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return vendorWord(value);
  return typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
