import { Global, Module } from '@nestjs/common';
import { ProviderCatalog } from './catalog.js';
import { ProviderContexts } from './runtime/provider-contexts.js';

@Global()
@Module({
  providers: [{ provide: ProviderCatalog, useFactory: () => new ProviderCatalog() }, ProviderContexts],
  exports: [ProviderCatalog, ProviderContexts],
})
export class ProvidersModule {}
