import { Global, Module } from '@nestjs/common';
import { Flows } from './flows.js';
import { ProviderAccounts } from './provider-accounts.js';
import { Tenants } from './tenants.js';

@Global()
@Module({ providers: [Tenants, ProviderAccounts, Flows], exports: [Tenants, ProviderAccounts, Flows] })
export class TenantsModule {}
