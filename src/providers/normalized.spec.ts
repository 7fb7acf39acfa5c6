import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as innovatricsBodies from './innovatrics/testing/bodies.js';
import { findingsOf as fromInnovatrics } from './innovatrics/mapping.js';
import { decisionResults, documentResult, faceResult, imageList } from './innovatrics/wire.js';
import { ProviderError } from './kit/errors.js';
import { readBody } from './kit/failures.js';
import type { ProviderFindings } from './kit/findings.js';
import { findings, withoutSource } from './kit/testing/findings.js';
import { mutated } from './kit/testing/mutated.js';
import { findingsOf as fromUqudo } from './uqudo/mapping.js';
import { policyBounds } from './uqudo/policy-bounds.js';
import { sessionData } from './uqudo/session-data.js';
import { requestFor } from './uqudo/testing/context.js';
import { emiratesResult, now, passportResult } from './uqudo/testing/results.js';
import { findingsOf as fromVove } from './vove/mapping.js';
import { user as voveUser } from './vove/testing/bodies.js';
import { user as userSchema } from './vove/wire.js';

interface Mapping {
  readonly vendor: string;
  /** What the vendor says of an invented person. */
  readonly body: unknown;
  readonly map: (body: unknown) => ProviderFindings;
}

const judging = {
  asked: sessionData(requestFor({})),
  applicant: { firstName: 'Lena', lastName: 'Musterfrau' },
  bounds: policyBounds.parse({}),
  now,
};

interface InnovatricsBodies {
  readonly decision: unknown;
  readonly document: unknown;
  readonly face: unknown;
  readonly images: unknown;
}

function innovatrics(body: unknown): ProviderFindings {
  const { decision, document, face, images } = (body ?? {}) as InnovatricsBodies;
  return fromInnovatrics({
    vendorStatus: 'AUTO_APPROVED',
    outcome: 'approved',
    decision: readBody('decision', decisionResults, decision),
    document: readBody('document', documentResult, document),
    face: readBody('face', faceResult, face),
    images: readBody('images', imageList, images),
  });
}

const mappings: Mapping[] = [
  { vendor: 'uqudo, a passport', body: passportResult(), map: (body) => fromUqudo(body, judging) },
  { vendor: 'uqudo, a card', body: emiratesResult(), map: (body) => fromUqudo(body, judging) },
  { vendor: 'innovatrics', body: { ...innovatricsBodies }, map: innovatrics },
  { vendor: 'vove', body: voveUser, map: (body) => fromVove(readBody('user', userSchema, body), 'approved') },
];

describe.each(mappings)('findings from $vendor', ({ body, map }) => {
  it('are normalized, and say of each value where it stood', () => {
    const found = map(body);
    expect(findings.safeParse(found).error?.issues).toBeUndefined();
    expect(withoutSource(found)).toEqual([]);
  });

  it('are normalized or refused, whatever the vendor sends', () => {
    fc.assert(
      fc.property(mutated(body), (changed) => {
        try {
          expect(findings.safeParse(map(changed)).error?.issues).toBeUndefined();
        } catch (error) {
          if (!(error instanceof ProviderError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never take a zone with a wrong check digit for a good one, whatever the vendor says of it', () => {
    const broken = JSON.parse(
      JSON.stringify(body).replace(/(\d{6})(\d)([MF<]\d{6})/g, breakDigit),
    ) as unknown;
    const { documents, checks } = map(broken);
    const zones = documents.filter(({ mrz }) => mrz !== null);
    for (const { mrz } of zones) expect(mrz?.valid).toBe(false);
    const said = checks.filter(({ type }) => type === 'mrz').map(({ status }) => status);
    if (zones.length > 0)
      expect(said.some((status) => status === 'failed' || status === 'warning')).toBe(true);
  });
});

/** The check digit of the date of birth, made wrong. */
function breakDigit(_: string, birth: string, digit: string, rest: string): string {
  return `${birth}${(Number(digit) + 1) % 10}${rest}`;
}
