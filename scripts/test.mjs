// npm test: unit and system tests on embedded storage. npm run test:services: the system tests on PostgreSQL and Redis.
// npm run test:conformance: what every adapter guarantees, on embedded storage.
// npm run test:live: what of it can be shown at the vendors' own test systems, with accounts from the environment.
// Further arguments go to jest: npm test -- src/routing, npm test -- --testNamePattern=cancel
import { runJest } from './lib/jest.mjs';
import { answeringServices } from './lib/services.mjs';

const given = process.argv.slice(2);
const withServices = given.includes('--services');
const conformance = given.includes('--conformance');
const live = given.includes('--live');
const jestArguments = given.filter(
  (argument) => !['--services', '--conformance', '--live'].includes(argument),
);
// Most of its time is spent waiting for polls, so much is done at once.
const together = conformance ? ['--maxConcurrency=24'] : [];
const projects = withServices
  ? ['system']
  : conformance
    ? ['conformance']
    : live
      ? ['live']
      : ['unit', 'system'];

const code = await runJest(
  // The list of projects would swallow a file's name that follows it.
  ['--selectProjects', ...projects, '--forceExit', ...together, ...jestArguments],
  withServices ? await answeringServices() : { TEST_DATABASE_URL: '', TEST_REDIS_URL: '' },
);
if (projects.includes('unit')) {
  console.log(
    '\nLeft out, for they need a server: PostgreSQL, Redis and the browser (npm run test:services).',
  );
}
process.exit(code);
