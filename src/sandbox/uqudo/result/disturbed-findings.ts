import { numberIn, textIn, type Strikes } from '../disturbances.js';
import type { Findings } from './findings.js';

/** Lays the switched-on variants of a result over what was found. */
export function disturbedFindings(found: Findings, sessionId: string, strikes: Strikes): Findings {
  const struck = (name: Parameters<Strikes>[0]) => strikes(name, sessionId);
  const level = struck('match_level');
  const screen = struck('screen_score');
  const print = struck('print_score');
  const tampering = struck('tampering_score');
  const inconsistent = struck('inconsistent_data');
  return {
    ...found,
    ...(level && { matchLevel: numberIn(level, 1) }),
    ...(screen && { screenScore: numberIn(screen, 80) }),
    ...(print && { printScore: numberIn(print, 80) }),
    ...(tampering && { tamperingScore: numberIn(tampering, 90) }),
    ...(inconsistent && { nameConsistency: textIn(inconsistent, 'NO_MATCH') }),
    ...(struck('invalid_mrz') && { mrzValid: false }),
    ...(struck('expired_document') && { expired: true }),
    ...(struck('chip_signature_invalid') && { chipSignatureValid: false }),
    ...(struck('low_resolution') && { optimalResolution: false }),
  };
}
