import type { VendorUnderTest } from './vendor-under-test.js';

/** The credentials without which there is no account. */
export function neededCredentials({ provider, account }: VendorUnderTest): Record<string, string> {
  const schema = provider.definition.credentials;
  const { credentials } = account;
  const needed = Object.entries(credentials).filter(
    ([name]) => !schema.safeParse({ ...credentials, [name]: undefined }).success,
  );
  return Object.fromEntries(needed);
}

export function withoutOptionalCredentials<V extends VendorUnderTest>(vendor: V): V {
  return { ...vendor, account: { ...vendor.account, credentials: neededCredentials(vendor) } };
}
