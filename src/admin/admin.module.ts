import { Module } from '@nestjs/common';
import { ApiKeysController } from './api-keys.controller.js';
import { ProviderAccountsController } from './provider-accounts.controller.js';
import { RoutingController } from './routing.controller.js';
import { TenantsController } from './tenants.controller.js';

@Module({
  controllers: [TenantsController, ApiKeysController, ProviderAccountsController, RoutingController],
})
export class AdminModule {}
