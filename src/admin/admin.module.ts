import { Module } from '@nestjs/common';
import { FollowingModule } from '../following/following.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { AdminCallbacksController } from './callbacks.controller.js';
import { ProviderAccountsController } from './provider-accounts.controller.js';
import { RoutingController } from './routing.controller.js';
import { TenantsController } from './tenants.controller.js';

@Module({
  imports: [FollowingModule],
  controllers: [
    TenantsController,
    ApiKeysController,
    ProviderAccountsController,
    RoutingController,
    AdminCallbacksController,
  ],
})
export class AdminModule {}
