// npm test: unit and system tests on embedded storage. npm run test:services: the system tests on PostgreSQL and Redis.
// npm run test:conformance: what every adapter guarantees, on embedded storage.
// Further arguments go to jest: npm test -- src/routing, npm test -- --testNamePattern=cancel
import { spawn } from 'node:child_process';
import { inRoot, projectEnv, root } from './lib/project.mjs';
import { answeringServices } from './lib/services.mjs';

const limitMinutes = 10;

const given = process.argv.slice(2);
const withServices = given.includes('--services');
const conformance = given.includes('--conformance');
const jestArguments = given.filter((argument) => !['--services', '--conformance'].includes(argument));
// Most of its time is spent waiting for polls, so much is done at once.
const together = conformance ? ['--maxConcurrency=24'] : [];
const projects = withServices ? ['system'] : conformance ? ['conformance'] : ['unit', 'system'];

const code = await runJest(
  // A path behind --selectProjects would be taken for a project.
  [...projects.map((project) => `--selectProjects=${project}`), '--forceExit', ...together, ...jestArguments],
  withServices ? await answeringServices() : { TEST_DATABASE_URL: '', TEST_REDIS_URL: '' },
);
if (!withServices && !conformance) {
  console.log(
    '\nLeft out, for they need a server: PostgreSQL, Redis and the browser (npm run test:services).',
  );
}
process.exit(code);

/** Resolves with jest's exit code; 1 when the time limit has put an end to it. */
function runJest(args, services) {
  const child = spawn(process.execPath, [inRoot('node_modules/jest/bin/jest.js'), ...args], {
    cwd: root,
    env: { ...projectEnv, ...services, NODE_OPTIONS: nodeOptions() },
    stdio: 'inherit',
    // A process group of its own, so that the end of jest is the end of its workers too.
    detached: process.platform !== 'win32',
  });
  const end = (signal) => {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      console.error(`\nThe tests have not come to an end within ${limitMinutes} minutes, and are stopped.`);
      end('SIGKILL');
      resolve(1);
    }, limitMinutes * 60_000);
    child.on('error', (error) => {
      console.error(`jest does not start: ${error.message}`);
      clearTimeout(limit);
      resolve(1);
    });
    child.on('close', (status) => {
      clearTimeout(limit);
      resolve(status ?? 1);
    });
  });
}

/** jest loads ES modules through an interface of Node that is still called experimental. */
function nodeOptions() {
  const own = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return [process.env.NODE_OPTIONS, ...own].filter(Boolean).join(' ');
}
