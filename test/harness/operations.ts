import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import type { Answer } from './api.js';
import { trace } from './trace.js';

/** An operation of the API, as its description tells of it. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly string[];
  readonly permission: string | undefined;
  readonly roles: readonly string[] | undefined;
  readonly byKey: boolean;
  readonly byClient: boolean;
  readonly takesBody: boolean;
}

/** Ids by the name of the parameter that they stand for. */
export type Ids = Readonly<Record<string, string>>;

export function operationsOf(document: {
  paths: Record<string, Record<string, Record<string, unknown>>>;
}): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([word, described]): Operation => {
      const method = word.toUpperCase();
      const schemes = ((described['security'] ?? []) as object[]).flatMap(Object.keys);
      return {
        name: `${method} ${path}`,
        method,
        path,
        parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => idIn(path, parameter!)),
        permission: described['x-permission'] as string | undefined,
        roles: described['x-roles'] as string[] | undefined,
        byKey: schemes.includes('apiKey'),
        byClient: schemes.includes('clientToken'),
        takesBody: described['requestBody'] !== undefined,
      };
    }),
  );
}

/** Of which thing the id stands there: `keyId` is a key of the platform where no tenant is named. */
function idIn(path: string, parameter: string): string {
  return parameter === 'keyId' && !path.includes('{tenantId}') ? 'platformKeyId' : parameter;
}

/** What to send so that nothing but the caller can be the reason of a refusal. */
export function bodiesWith(vove: Sandbox): Readonly<Record<string, unknown>> {
  return {
    'POST /v1/sessions': { provider: 'vove' },
    'POST /v1/admin/tenants': { name: 'Another' },
    'PATCH /v1/admin/tenants/{tenantId}': { retentionDays: 30 },
    'POST /v1/admin/tenants/{tenantId}/api-keys': { role: 'auditor', mode: 'test', name: 'made' },
    'POST /v1/admin/tenants/{tenantId}/provider-accounts': {
      provider: 'vove',
      name: 'made',
      mode: 'test',
      enabled: false,
      ...vove.account,
    },
    'POST /v1/admin/tenants/{tenantId}/api-keys/{keyId}/rotate': { overlapSeconds: 3600 },
    'POST /v1/admin/api-keys': { role: 'auditor', mode: 'live', name: 'made' },
    'POST /v1/admin/api-keys/{keyId}/rotate': { overlapSeconds: 3600 },
    'PATCH /v1/admin/tenants/{tenantId}/provider-accounts/{accountId}': { name: 'changed' },
    'PUT /v1/admin/tenants/{tenantId}/provider': { provider: 'vove' },
    'PUT /v1/admin/tenants/{tenantId}/provider-accounts/{accountId}/maintenance': {
      from: null,
      until: null,
    },
    'PUT /v1/admin/tenants/{tenantId}/routing': { default: { use: [{ provider: 'vove', weight: 1 }] } },
    'POST /v1/admin/tenants/{tenantId}/routing/rollback': { version: 1 },
    'POST /v1/admin/tenants/{tenantId}/routing/preview': { last: 1 },
    'PUT /v1/admin/tenants/{tenantId}/flows/{name}': { perProvider: {} },
  };
}

/** Sends one operation to the gateway, for a caller that shows this. */
export function callerAt(url: string, bodies: Readonly<Record<string, unknown>>) {
  return async (operation: Operation, ids: Ids, authorization: string | undefined): Promise<Answer> => {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const id = idIn(operation.path, name);
      return ids[id] ?? `no-${id}`;
    });
    const body = operation.takesBody ? JSON.stringify(bodies[operation.name] ?? {}) : undefined;
    const response = await fetch(url + path, {
      method: operation.method,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    if (!response.ok) trace('error', text);
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
  };
}
