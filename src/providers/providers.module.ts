import { Module, type DynamicModule } from '@nestjs/common';
import { ProviderCatalog } from './catalog.js';
import { CallbackCounts } from './runtime/callback-counts.js';
import { ProviderContexts } from './runtime/provider-contexts.js';
import { VendorMetrics } from './runtime/vendor-metrics.js';

@Module({})
export class ProvidersModule {
  static with(catalog: ProviderCatalog): DynamicModule {
    return {
      module: ProvidersModule,
      global: true,
      providers: [
        { provide: ProviderCatalog, useValue: catalog },
        ProviderContexts,
        VendorMetrics,
        CallbackCounts,
      ],
      exports: [ProviderCatalog, ProviderContexts, CallbackCounts],
    };
  }
}
