import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SessionEvent } from '../journal/session-event.js';
import { SessionTail } from './session-tail.js';

const event = (seq: number) => ({ seq }) as SessionEvent;

describe('the tail of a session', () => {
  it('shows every subscriber everything after its place, in order and once, whatever becomes of the hints', async () => {
    const action = fc.oneof(
      { weight: 3, arbitrary: fc.constant({ kind: 'write' as const }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('hint' as const), back: fc.nat(3) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('join' as const), back: fc.nat(5) }) },
      { weight: 1, arbitrary: fc.constant({ kind: 'head' as const }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        let written = 0;
        const subscribers: { after: number; seen: number[]; joined: boolean }[] = [];
        const tail = new SessionTail(
          async (after) => {
            await Promise.resolve();
            return Array.from({ length: written - after }, (_, index) => event(after + index + 1));
          },
          ({ seq }) => {
            for (const subscriber of subscribers) if (subscriber.joined) subscriber.seen.push(seq);
            return Promise.resolve();
          },
        );
        const work: Promise<void>[] = [];
        for (const step of actions) {
          if (step.kind === 'write') written += 1;
          else if (step.kind === 'hint' && written - step.back > 0)
            work.push(tail.hint(event(written - step.back)));
          else if (step.kind === 'head') work.push(tail.reaches(written));
          else if (step.kind === 'join') {
            const subscriber = {
              after: Math.max(0, written - step.back),
              seen: [] as number[],
              joined: false,
            };
            subscribers.push(subscriber);
            work.push(
              tail.join(
                subscriber.after,
                ({ seq }) => subscriber.seen.push(seq),
                () => (subscriber.joined = true),
              ),
            );
          }
        }
        await Promise.all(work);
        await tail.reaches(written);
        for (const { after, seen } of subscribers) {
          expect(seen).toEqual(Array.from({ length: written - after }, (_, index) => after + index + 1));
        }
      }),
      { numRuns: 300 },
    );
  });
});
