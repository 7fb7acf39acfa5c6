import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outcomeOf, signalOf } from './status.js';

const verdicts = {
  AUTO_APPROVED: 'approved',
  MANUAL_APPROVED: 'approved',
  AUTO_REJECTED: 'declined',
  MANUAL_REJECTED: 'declined',
  WAITING_FOR_MANUAL_APPROVE: 'review',
};

describe('innovatrics status', () => {
  it.each(Object.entries(verdicts))('%s is the verdict %s', (word, outcome) => {
    expect(outcomeOf(word)).toBe(outcome);
    expect(signalOf(word)).toEqual({ kind: 'concluded', vendorStatus: word });
  });

  it.each([
    ['PENDING', 'in_progress'],
    ['EXPIRED', 'expired'],
  ])('%s is %s', (word, status) => {
    expect(signalOf(word)).toEqual({ kind: 'status', status, vendorStatus: word });
  });

  it.each(['SESSION_INITIALIZED', 'SESSION_STARTED', 'auto_approved', 'AUTO_APPROVED ', 'constructor', ''])(
    '%j changes nothing',
    (word) => {
      expect(signalOf(word).kind).toBe('unknown');
      expect(outcomeOf(word)).toBeNull();
    },
  );

  it('takes no word but the documented ones for a verdict, and repeats no text', () => {
    const other = fc
      .oneof(fc.string(), fc.constantFrom('APPROVED', 'HIGH'))
      .filter((word) => !(word in verdicts));
    fc.assert(
      fc.property(other, (word) => {
        expect(outcomeOf(word)).toBeNull();
        expect(signalOf(word).kind).not.toBe('concluded');
      }),
    );
    expect(signalOf('Anna Eriksson')).toEqual({ kind: 'unknown', vendorStatus: 'unreadable' });
  });
});
