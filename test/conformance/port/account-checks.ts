import type { PlayedCheck, PortCheck } from './check.js';
import { neededCredentials } from './credentials.js';
import { expectFailure } from './expect-failure.js';
import { begin, contextFor, requestFor, type VendorUnderTest } from './vendor-under-test.js';

export const accountChecks: readonly PortCheck[] = [
  {
    name: 'a probe shows that the vendor is reached and takes the credentials',
    run: (vendor) => vendor.provider.probe(contextFor(vendor)),
  },
  {
    name: 'wrong credentials are refused as unauthorized, by the probe and at a start',
    run: async (vendor) => {
      const refused = contextFor(withWrongCredentials(vendor));
      await expectFailure(vendor.provider.probe(refused), 'unauthorized');
      await expectFailure(vendor.provider.start(refused, requestFor(vendor)), 'unauthorized');
    },
  },
];

export const playedAccountChecks: readonly PlayedCheck[] = [
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

function withWrongCredentials(vendor: VendorUnderTest): VendorUnderTest {
  const wrong = Object.entries(neededCredentials(vendor)).map(([name, value]) => [name, `${value}-wrong`]);
  return { ...vendor, account: { ...vendor.account, credentials: Object.fromEntries(wrong) } };
}
