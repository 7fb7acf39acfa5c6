import type { PortCheck } from './check.js';
import { expectFailure } from './expect-failure.js';
import { begin, contextFor, requestFor } from './vendor-under-test.js';
import type { PlayedCheck } from './check.js';

export const accountChecks: readonly PortCheck[] = [
  {
    name: 'a probe shows that the vendor is reached and takes the credentials',
    run: (vendor) => vendor.provider.probe(contextFor(vendor)),
  },
];

export const playedAccountChecks: readonly PlayedCheck[] = [
  {
    name: 'the credentials of another account are refused as unauthorized, by the probe and at a start',
    run: async (vendor) => {
      const { settings } = vendor.account;
      const account = { settings, credentials: vendor.standIn.others.sandbox.account.credentials };
      const refused = contextFor({ ...vendor, account });
      await expectFailure(vendor.provider.probe(refused), 'unauthorized');
      await expectFailure(vendor.provider.start(refused, requestFor(vendor)), 'unauthorized');
    },
  },
  {
    name: 'a vendor that is down is unavailable, to the probe, at a start and when asked',
    run: async (vendor) => {
      const { ref } = await begin(vendor);
      const account = { ...vendor.account, settings: vendor.standIn.deadSettings };
      const lost = contextFor({ ...vendor, account });
      await expectFailure(vendor.provider.probe(lost), 'unavailable');
      await expectFailure(vendor.provider.start(lost, requestFor(vendor)), 'unavailable');
      await expectFailure(vendor.provider.check(lost, ref), 'unavailable');
    },
  },
];
