import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { outcomeOf, signalOf } from './status.js';

const verdicts = {
  successful: 'approved',
  success: 'approved',
  suspected: 'declined',
  failed: 'declined',
  failure: 'declined',
  pending: 'review',
};

describe('vove status', () => {
  it.each(Object.entries(verdicts))('%s is the verdict %s', (word, outcome) => {
    expect(outcomeOf(word)).toBe(outcome);
    expect(signalOf(word)).toEqual({ kind: 'concluded', vendorStatus: word });
  });

  it.each([
    ['open', 'pending'],
    ['in_progress', 'in_progress'],
    ['canceled', 'cancelled'],
    ['cancelled', 'cancelled'],
  ])('%s is %s', (word, status) => {
    expect(signalOf(word)).toEqual({ kind: 'status', status, vendorStatus: word });
  });

  it.each(['CLEARED', 'NO_MATCH', 'SUCCESSFUL', 'max-attempts', 'constructor', ''])(
    '%j changes nothing',
    (word) => {
      expect(signalOf(word).kind).toBe('unknown');
      expect(outcomeOf(word)).toBeNull();
    },
  );

  it('takes no other word for a verdict', () => {
    fc.assert(
      fc.property(
        fc.string().filter((word) => !(word in verdicts)),
        (word) => {
          expect(outcomeOf(word)).toBeNull();
          expect(signalOf(word).kind).not.toBe('concluded');
        },
      ),
    );
  });
});
