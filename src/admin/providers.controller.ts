import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Allow } from '../access/allow.js';
import { ProviderCatalog } from '../providers/catalog.js';
import type { Capabilities } from '../providers/kit/definition.js';
import type { AnyProvider } from '../providers/kit/provider.js';

interface ProviderView {
  readonly id: string;
  readonly title: string;
  readonly docsUrl: string;
  readonly capabilities: Capabilities & Readonly<Record<Offer, boolean>>;
  /** JSON Schemas (2020-12). */
  readonly schemas: Readonly<Record<'settings' | 'credentials' | 'flow', object>>;
}

/** What an adapter offers by having a method for it. */
const offers = {
  renewal: 'renew',
  stream: 'follow',
  cancelling: 'cancel',
  media: 'openMedia',
  erasure: 'erase',
  callbacks: 'verifyCallback',
} as const;
type Offer = keyof typeof offers;

@ApiTags('Admin: providers')
@Controller('v1/admin/providers')
export class ProvidersController {
  constructor(private readonly catalog: ProviderCatalog) {}

  @Get()
  @Allow('tenant:read')
  @ApiOperation({ summary: 'The vendors that this gateway knows, and how their accounts and flows look' })
  list(): { data: ProviderView[] } {
    return { data: this.catalog.all.map(viewOf) };
  }
}

function viewOf(provider: AnyProvider): ProviderView {
  const { id, title, docsUrl, capabilities, settings, credentials, flow } = provider.definition;
  const has = Object.entries(offers).map(([offer, method]) => [offer, provider[method] !== undefined]);
  return {
    id,
    title,
    docsUrl,
    capabilities: { ...capabilities, ...(Object.fromEntries(has) as Record<Offer, boolean>) },
    schemas: { settings: schemaOf(settings), credentials: schemaOf(credentials), flow: schemaOf(flow) },
  };
}

/** What is to be sent: fields with a default may be left out. What JSON Schema cannot say is left open. */
function schemaOf(schema: z.ZodType): object {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
}
