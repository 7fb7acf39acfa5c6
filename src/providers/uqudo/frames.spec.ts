import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { stepNames } from '../kit/vocabulary.js';
import { serviceOf, signalsOf } from './frames.js';

const word = /^[A-Za-z0-9_.:-]{1,64}$/;
const services = fc.constantFrom('SCAN', 'READ', 'FACE', 'BACKGROUND_CHECK', 'INFO', 'TOAST', '__proto__');
const frames = fc.oneof(
  services.map((service) => JSON.stringify({ service, sessionId: 's' })),
  fc.record({ service: fc.jsonValue(), sessionId: fc.jsonValue() }).map((frame) => JSON.stringify(frame)),
  fc.jsonValue().map((frame) => JSON.stringify(frame)),
  fc.string(),
);

describe('frames of the socket', () => {
  it('give only legal signals, and none that decides, in any order and however often', () => {
    fc.assert(
      fc.property(fc.array(frames), (raw) => {
        const heard = raw.map(serviceOf).filter((service) => service !== null);
        for (const signal of heard.flatMap(signalsOf)) {
          expect(['status', 'step', 'concluded', 'unknown']).toContain(signal.kind);
          if (signal.kind === 'step') expect(stepNames).toContain(signal.step);
          else expect(signal.vendorStatus).toMatch(word);
          if (signal.kind === 'status') expect(signal.status).toBe('in_progress');
          if (signal.kind === 'concluded') expect(signal.vendorStatus).toBe('INFO');
        }
      }),
    );
  });
});
