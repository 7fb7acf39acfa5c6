import { Global, Module } from '@nestjs/common';
import { Flows } from './flows.js';
import { ProviderAccounts } from './provider-accounts.js';
import { SessionSetups } from './session-setup.js';
import { Tenants } from './tenants.js';

@Global()
@Module({
  providers: [Tenants, ProviderAccounts, Flows, SessionSetups],
  exports: [Tenants, ProviderAccounts, Flows, SessionSetups],
})
export class TenantsModule {}
