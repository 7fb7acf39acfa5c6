import { Module, type DynamicModule } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { toolsOf, type Tools } from './config/tools.js';
import { ConsoleModule } from './console/console.module.js';
import { DatabaseModule } from './database/database.module.js';
import { ExchangesModule } from './exchanges/exchanges.module.js';
import { FollowingModule } from './following/following.module.js';
import { HealthModule } from './health/health.module.js';
import { IdempotencyModule } from './idempotency/idempotency.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { JournalModule } from './journal/journal.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { LiveModule } from './live/live.module.js';
import { MediaModule } from './media/media.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { ProviderCatalog } from './providers/catalog.js';
import { ProvidersModule } from './providers/providers.module.js';
import { ResultsModule } from './results/results.module.js';
import { RoutingModule } from './routing/routing.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { TenantsModule } from './tenants/tenants.module.js';

@Module({})
export class AppModule {
  static with(
    settings: Settings,
    tools: Tools = toolsOf(settings),
    catalog: ProviderCatalog = new ProviderCatalog(),
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(settings, tools),
        DatabaseModule,
        JobsModule,
        JournalModule,
        LimitsModule,
        AccessModule,
        IdempotencyModule,
        TenantsModule,
        ProvidersModule.with(catalog),
        RoutingModule,
        ExchangesModule,
        SessionsModule,
        FollowingModule,
        MediaModule,
        ResultsModule,
        PrivacyModule,
        LiveModule,
        AdminModule,
        AuditModule,
        ConsoleModule,
        HealthModule,
      ],
    };
  }
}
