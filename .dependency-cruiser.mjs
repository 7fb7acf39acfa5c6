const anything = ['*'];
const providers = [
  'providers/kit',
  'providers/runtime',
  'providers/catalog.ts',
  'providers/providers.module.ts',
];

/** Each room of src/, and what it may import besides itself. A folder or file without a row fails. */
const rooms = {
  common: [],
  config: ['common'],
  database: ['config', 'common'],
  jobs: ['database', 'config', 'common'],
  journal: ['database', 'common'],
  limits: ['config', 'common'],
  access: ['limits', 'journal', 'database', 'config', 'common'],
  idempotency: ['access', 'jobs', 'database', 'config', 'common'],
  'providers/kit': ['common'],
  'providers/<vendor>': ['providers/kit'],
  'providers/runtime': ['providers/kit', 'config', 'common'],
  'providers/catalog.ts': ['providers/kit', 'providers/<vendor>'],
  'providers/providers.module.ts': providers,
  tenants: [
    'access',
    'journal',
    'providers/kit',
    'providers/runtime',
    'providers/catalog.ts',
    'database',
    'config',
    'common',
  ],
  routing: ['tenants', ...providers, 'journal', 'access', 'database', 'common'],
  exchanges: ['jobs', 'providers/runtime', 'database', 'common'],
  sessions: [
    'routing',
    'exchanges',
    'tenants',
    ...providers,
    'idempotency',
    'journal',
    'access',
    'jobs',
    'database',
    'config',
    'common',
  ],
  media: ['sessions', ...providers, 'journal', 'jobs', 'database', 'config', 'common'],
  results: ['media', 'sessions', 'providers/kit', 'journal', 'access', 'database', 'common'],
  following: [
    'media',
    'sessions',
    'routing',
    'tenants',
    ...providers,
    'journal',
    'access',
    'jobs',
    'database',
    'config',
    'common',
  ],
  privacy: [
    'media',
    'following',
    'sessions',
    'tenants',
    ...providers,
    'idempotency',
    'journal',
    'access',
    'jobs',
    'database',
    'config',
    'common',
  ],
  live: ['journal', 'access', 'tenants', 'sessions', 'jobs', 'database', 'config', 'common'],
  admin: [
    'following',
    'sessions',
    'tenants',
    'access',
    'routing',
    'idempotency',
    'journal',
    ...providers,
    'database',
    'config',
    'common',
  ],
  audit: [
    'privacy',
    'sessions',
    'exchanges',
    'routing',
    'tenants',
    'providers/kit',
    'journal',
    'access',
    'common',
  ],
  console: ['access', 'config', 'common'],
  health: ['access', 'live', 'journal', 'database', 'jobs', 'config', 'common'],
  sandbox: [],
  cli: anything,
  'main.ts': anything,
  'app.module.ts': anything,
  'app.setup.ts': anything,
  'app.openapi.ts': ['common'],
};

/** Rooms that start others, and so are imported by none. */
const entrances = ['cli', 'main.ts'];

const tests = '(\\.spec\\.ts$|/testing/)';
const vendors = 'providers/(?!kit/|runtime/)([^/]+)/';

const inRoom = (room) => {
  if (room === 'providers/<vendor>') return `^src/${vendors}`;
  return room.endsWith('.ts') ? `^src/${room.replaceAll('.', '\\.')}$` : `^src/${room}/`;
};
/** `$1` is the vendor's folder: one vendor is closed to another. */
const itself = (room) => (room === 'providers/<vendor>' ? '^src/providers/$1/' : inRoom(room));

const roomRules = Object.entries(rooms)
  .filter(([, allowed]) => allowed !== anything)
  .map(([room, allowed]) => ({
    name: `room: ${room}`,
    comment: `${room} may import ${allowed.join(', ') || 'no other room'}`,
    severity: 'error',
    from: { path: inRoom(room), pathNot: tests },
    to: { path: '^src/', pathNot: [itself(room), ...allowed.map(inRoom)] },
  }));

const outsideRooms = { path: '^src/', pathNot: [...Object.keys(rooms).map(inRoom), tests] };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    ...[
      { from: outsideRooms, to: {} },
      { from: {}, to: outsideRooms },
      { from: { ...outsideRooms, orphan: true }, to: {} },
    ].map((rule) => ({
      name: 'every room has a row',
      comment: 'Add the folder to the table in .dependency-cruiser.mjs',
      severity: 'error',
      ...rule,
    })),
    ...entrances.map((entrance) => ({
      name: `nothing imports ${entrance}`,
      severity: 'error',
      from: { path: '^src/', pathNot: [inRoom(entrance), tests] },
      to: { path: inRoom(entrance) },
    })),
    {
      name: 'no circles',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/database/generated/' },
      to: { circular: true },
    },
    {
      name: 'adapters know one vendor and nothing of us',
      severity: 'error',
      from: { path: [inRoom('providers/kit'), inRoom('providers/<vendor>')], pathNot: tests },
      to: { path: 'node_modules/(@nestjs|@prisma)/' },
    },
    {
      name: 'no test code in the program',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: [tests, '^(test|bench|scripts)/'] },
    },
    {
      name: 'no development packages in the program',
      comment: 'The container is installed without them',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    },
    {
      name: 'no packages that package.json does not name',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    { name: 'all imports lead somewhere', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^src/database/generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.json'],
    },
  },
};
