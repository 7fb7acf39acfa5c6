import { expect } from '@jest/globals';
import type { PortCheck } from '../conformance/port/check.js';
import { expectFailure } from '../conformance/port/expect-failure.js';
import { begin, contextFor } from '../conformance/port/vendor-under-test.js';

/** What the stand-ins show with a whole result, as far as it can be shown without a person. */
export const unbegunChecks: readonly PortCheck[] = [
  {
    name: 'a session that nobody has begun can be erased, and has no result afterwards',
    needs: 'erase',
    run: async (vendor) => {
      const { ref } = await begin(vendor);
      const ctx = contextFor(vendor);
      const erasure = await vendor.provider.erase?.(ctx, ref);
      expect(['confirmed', 'requested']).toContain(erasure?.outcome);
      await expectFailure(vendor.provider.collect(ctx, ref), 'not_ready', 'not_found');
    },
  },
];
