import { documentWanted, type Case } from './case.js';
import { missing, performed, type Judgement, type Objection } from './judgement.js';
import type { ReadDocument } from '../reading/read-document.js';

/** Is it what was asked for, was it seen well, and does the register know it? */
export function judgeAuthenticity(read: ReadDocument, one: Case): Judgement {
  const { document, verification } = read;
  const { bounds } = one;
  const optimal = verification?.sourceDetection?.optimalResolution ?? null;
  const lookup = lookupStatus(read);
  const vendor = { documentType: document.documentType, optimalResolution: optimal, lookup };
  const objections: Objection[] = [];
  if (!documentWanted(one, read))
    objections.push({ code: 'document_type_unexpected', consequence: 'decline' });
  if (optimal === false) objections.push({ code: 'image_quality_low', consequence: bounds.lowResolution });
  if (lookup === 'FAILED') objections.push({ code: 'check_suspicious', consequence: bounds.lookupFailed });
  const unseen = !document.scan && !document.reading && lookup !== 'SUCCESS';
  if (!verification || unseen) objections.push({ code: 'check_missing', consequence: bounds.missingCheck });
  return performed('document_authenticity', { vendor, objections });
}

/** Holds through its last day. */
export function judgeExpiry(read: ReadDocument, one: Case): Judgement {
  const { expiryDate } = read.identity;
  if (expiryDate === null) return missing('document_expiry', one.bounds, false);
  const expired = expiryDate < one.today;
  const allowed = documentWanted(one, read)?.isExpiredDocumentAllowed === true;
  const consequence = allowed ? 'ignore' : one.bounds.expired;
  return performed('document_expiry', {
    vendor: { expired },
    objections: expired ? [{ code: 'document_expired', consequence }] : [],
  });
}

/** Our own reading of the zone counts as much as the vendor's: either finding a wrong digit is enough. */
export function judgeMrz({ from, verification }: ReadDocument, { bounds }: Case): Judgement {
  const { zone, mrzText, sides } = from;
  const block = verification?.mrzChecksum;
  const checksumValid = block?.enabled === false ? null : (block?.valid ?? null);
  const verified =
    sides.map(({ mrzVerified }) => mrzVerified).find((flag): flag is boolean => typeof flag === 'boolean') ??
    null;
  const vendor = {
    checksumValid,
    mrzVerified: verified,
    gatewayValid: zone?.valid ?? null,
  };
  if (mrzText === null && checksumValid === null && verified === null)
    return missing('mrz', bounds, Boolean(block) && block?.enabled !== false);
  if (zone?.valid === false || checksumValid === false || verified === false) {
    return performed('mrz', {
      vendor,
      objections: [{ code: 'mrz_invalid', consequence: bounds.mrzInvalid }],
    });
  }
  const unreadable = mrzText !== null && zone === null;
  return performed('mrz', {
    vendor,
    objections: unreadable ? [{ code: 'check_suspicious', consequence: 'review' }] : [],
  });
}

function lookupStatus({ document }: ReadDocument): 'SUCCESS' | 'FAILED' | null {
  const status = document.lookup?.status ?? null;
  if (status === null) return null;
  return status === 'SUCCESS' ? status : 'FAILED';
}
