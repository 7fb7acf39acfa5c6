import type { ProviderCatalog } from '../providers/catalog.js';
import type { FlowFields } from '../tenants/flows.js';

/**
 * Which providers can verify all that a flow asks for. A flow says it in the terms of some provider; what it
 * needs there, such as the chip, it needs everywhere.
 */
export function capableOf(
  { perProvider }: FlowFields,
  catalog: ProviderCatalog,
): (provider: string) => boolean {
  const needs = Object.entries(perProvider).flatMap(([provider, part]) => {
    const definition = catalog.find(provider)?.definition;
    return definition?.needs?.(definition.flow.parse(part)) ?? [];
  });
  return (provider) => {
    const capabilities = catalog.find(provider)?.definition.capabilities;
    // One that the catalog does not know has no account either, which says more.
    return capabilities === undefined || needs.every((need) => capabilities[need]);
  };
}
