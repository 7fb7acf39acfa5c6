import { Module, type DynamicModule } from '@nestjs/common';
import { ProviderCatalog } from './catalog.js';
import { ProviderContexts } from './runtime/provider-contexts.js';

@Module({})
export class ProvidersModule {
  static with(catalog: ProviderCatalog): DynamicModule {
    return {
      module: ProvidersModule,
      global: true,
      providers: [{ provide: ProviderCatalog, useValue: catalog }, ProviderContexts],
      exports: [ProviderCatalog, ProviderContexts],
    };
  }
}
