import { Global, Module } from '@nestjs/common';
import { AccountProbe } from './account-probe.js';
import { Flows } from './flows.js';
import { ProviderAccounts } from './provider-accounts.js';
import { SessionSetups } from './session-setup.js';
import { Tenants } from './tenants.js';

@Global()
@Module({
  providers: [Tenants, ProviderAccounts, AccountProbe, Flows, SessionSetups],
  exports: [Tenants, ProviderAccounts, AccountProbe, Flows, SessionSetups],
})
export class TenantsModule {}
