// Runs the tests of one kind. Further arguments go to jest:
//   npm test -- src/routing
//   npm run test:services -- --testNamePattern=cancel
import { availableParallelism } from 'node:os';
import { runJest } from './lib/jest.mjs';
import { answeringServices } from './lib/services.mjs';

const embedded = () => ({ TEST_DATABASE_URL: '', TEST_REDIS_URL: '' });

const kinds = {
  // Guarantees of the parts and of the whole, on embedded storage.
  default: { projects: ['unit', 'system'] },
  // What a death in the middle must not harm, and what memory a load may take.
  '--endurance': { projects: ['endurance'] },
  // Both on PostgreSQL and Redis.
  '--services': { projects: ['system', 'endurance'], environment: answeringServices },
  // What every adapter guarantees. Most of its time is spent waiting for polls, so much is done at once.
  '--conformance': { projects: ['conformance'], options: ['--maxConcurrency=24'] },
  // What of it can be shown at the vendors' own test systems, with accounts from the environment.
  '--live': { projects: ['live'] },
};

const given = process.argv.slice(2);
const name = Object.keys(kinds).find((kind) => given.includes(kind)) ?? 'default';
const { projects, options = [], environment = embedded } = kinds[name];
const jestArguments = given.filter((argument) => argument !== name);

// Much of the time is spent waiting, so even a small machine works on two files at a time.
const workers = `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`;

const code = await runJest(
  // The list of projects would swallow a file's name that follows it.
  ['--selectProjects', ...projects, '--forceExit', workers, ...options, ...jestArguments],
  await environment(),
);
if (name === 'default') {
  console.log(`
Left out: PostgreSQL and Redis, which need servers (npm run test:services), sudden deaths and memory under load
(npm run test:endurance), every adapter against every disturbance (npm run test:conformance), and hundreds of sessions
in bad weather (npm run test:disturbance).`);
}
process.exit(code);
