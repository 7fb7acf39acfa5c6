import { documentWanted, type Case } from './case.js';
import { chipSignature } from '../reading/chip.js';
import { missing, performed, type Judgement } from './judgement.js';
import type { ReadDocument } from '../reading/read-document.js';

/**
 * Is the chip the issuing state's? Its signature decides. Other `…Valid` flags of the three
 * authentications ask for a second look when they are false: uqudo does not document them.
 */
export function judgeChip(read: ReadDocument, one: Case): Judgement {
  const { document, verification } = read;
  const { bounds } = one;
  const signature = chipSignature(verification);
  if (signature === false) {
    const objections = [{ code: 'chip_invalid', consequence: bounds.chipInvalid }] as const;
    return performed('chip', { vendor: { documentDataSignatureValid: false }, objections });
  }
  const asked = documentWanted(one, read)?.reading;
  const forced = asked?.enabled === true && asked.isForceReading === true;
  // Chip data that nobody checked the signature of is worth no more than a print.
  if (!document.reading || signature === null)
    return missing('chip', bounds, forced || Boolean(document.reading));
  const doubts = invalidFlags(read);
  return performed('chip', {
    vendor: { documentDataSignatureValid: true, otherFlagsFalse: doubts },
    objections: doubts > 0 ? [{ code: 'check_suspicious', consequence: 'review' }] : [],
  });
}

function invalidFlags({ verification }: ReadDocument): number {
  const { passiveAuthentication, chipAuthentication, activeAuthentication } = verification?.reading ?? {};
  return [passiveAuthentication, chipAuthentication, activeAuthentication]
    .filter((block) => block && block.enabled !== false)
    .flatMap((block) => Object.entries(block ?? {}))
    .filter(([name, value]) => /valid$/i.test(name) && value === false).length;
}
