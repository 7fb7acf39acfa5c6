import type { Role } from './api-key.js';

/** What a key may be allowed to do. Each operation of the API names one of these. */
export const permissions = {
  'sessions:create': 'Create sessions',
  'sessions:read': 'Read and list sessions and their events',
  'sessions:change': 'Cancel and reroute sessions, and renew their hand-off',
  'results:read': 'Read results, which are personal data',
  'personal-data:erase': 'Erase the personal data of sessions',
  'tenants:manage': 'Create tenants (platform keys)',
  'platform:read': 'List tenants and the API keys of the platform (platform keys)',
  'tenant:read': 'Read the tenant, its set-up, its callbacks and its figures',
  'tenant:change': 'Change the tenant',
  'keys:manage': 'Create, rotate and revoke API keys',
  'platform-keys:manage': 'Create, rotate and revoke API keys of the platform (platform keys)',
  'accounts:manage': 'Set up provider accounts',
  'flows:manage': 'Define flows',
  'routing:manage': 'Choose providers',
  'history:read': 'Search and read the whole history',
  'callbacks:manage': 'Have callbacks of vendors worked on again',
} as const;

export type Permission = keyof typeof permissions;

const byRole: Readonly<Record<Role, readonly Permission[]>> = {
  app: ['sessions:create', 'sessions:read', 'sessions:change', 'results:read', 'personal-data:erase'],
  admin: [
    'sessions:read',
    'tenants:manage',
    'platform:read',
    'tenant:read',
    'tenant:change',
    'keys:manage',
    'platform-keys:manage',
    'accounts:manage',
    'flows:manage',
    'routing:manage',
    'callbacks:manage',
  ],
  auditor: ['sessions:read', 'platform:read', 'tenant:read', 'history:read'],
};

export function mayDo(role: Role, permission: Permission): boolean {
  return byRole[role].includes(permission);
}

export function rolesWith(permission: Permission): Role[] {
  return (Object.keys(byRole) as Role[]).filter((role) => mayDo(role, permission));
}
