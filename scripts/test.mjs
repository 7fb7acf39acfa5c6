// npm test: unit and system tests on embedded storage. npm run test:services: the system tests on PostgreSQL and Redis.
// Further arguments go to jest: npm test -- src/routing, npm test -- --testNamePattern=cancel
import { runJest } from './lib/jest.mjs';
import { answeringServices } from './lib/services.mjs';

const given = process.argv.slice(2);
const withServices = given.includes('--services');
const jestArguments = given.filter((argument) => argument !== '--services');

const code = await runJest(
  ['--selectProjects', ...(withServices ? ['system'] : ['unit', 'system']), '--forceExit', ...jestArguments],
  withServices ? await answeringServices() : { TEST_DATABASE_URL: '', TEST_REDIS_URL: '' },
);
if (!withServices) {
  console.log(
    '\nLeft out, for they need a server: PostgreSQL, Redis and the browser (npm run test:services).',
  );
}
process.exit(code);
