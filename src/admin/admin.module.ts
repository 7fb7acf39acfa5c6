import { Module } from '@nestjs/common';
import { FollowingModule } from '../following/following.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { AdminCallbacksController } from './callbacks.controller.js';
import { FlowsController } from './flows.controller.js';
import { OverviewController } from './overview.controller.js';
import { PlatformKeysController } from './platform-keys.controller.js';
import { ProviderAccountsController } from './provider-accounts.controller.js';
import { ProvidersController } from './providers.controller.js';
import { RoutingPreviewController } from './routing-preview.controller.js';
import { RoutingController } from './routing.controller.js';
import { TenantsController } from './tenants.controller.js';

@Module({
  imports: [FollowingModule, SessionsModule],
  controllers: [
    TenantsController,
    ApiKeysController,
    PlatformKeysController,
    ProvidersController,
    ProviderAccountsController,
    FlowsController,
    RoutingController,
    RoutingPreviewController,
    OverviewController,
    AdminCallbacksController,
  ],
})
export class AdminModule {}
