import { contextWith } from '../../kit/testing/context.js';
import type { ProviderContext, ProviderHttp } from '../../kit/context.js';
import type { Credentials, Settings } from '../definition.js';

export interface TestAccount {
  readonly settings: Settings;
  readonly credentials: Credentials;
}

export const account: TestAccount = {
  settings: { baseUrl: 'https://api.example', hostedUrl: 'https://hosted.example', environment: 'sandbox' },
  credentials: { apiKey: 'invented-key' },
};

export function contextOf(
  http: ProviderHttp,
  given: TestAccount = account,
): ProviderContext<Settings, Credentials> {
  return contextWith(http, given);
}
