import type { Case } from './case.js';
import { missing, performed, type Judgement } from './judgement.js';

const word = /^[A-Z_]{1,30}$/;

/** Sanctions, politically exposed persons, press. Null when neither asked for nor done. */
export function judgeBackground({ asked, background, bounds }: Case): Judgement | null {
  const wanted = asked.backgroundCheck?.enabled === true;
  if (!background) return wanted ? missing('background', bounds, true) : null;
  const match = background.match ?? null;
  const type = word.test(background.type ?? '') ? (background.type ?? null) : null;
  if (match === null) return missing('background', bounds, true, { type });
  return performed('background', {
    vendor: { match, type },
    objections: match ? [{ code: 'background_match', consequence: bounds.backgroundMatch }] : [],
  });
}
