// Many sessions at vendors of which everything goes wrong: npm run test:disturbance -- --seed 7 --sessions 300 --postgres
// A run prints its seed; the same seed strikes the same sessions alike.
import { parseArgs } from 'node:util';
import { runJest } from './lib/jest.mjs';
import { answeringServices } from './lib/services.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    sessions: { type: 'string' },
    postgres: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    outputFile: { type: 'string' },
  },
});
for (const name of ['seed', 'sessions']) {
  if (values[name] !== undefined && !/^\d{1,9}$/.test(values[name])) {
    console.error(`--${name} must be a whole number`);
    process.exit(2);
  }
}
const report = [
  ...(values.json ? ['--json'] : []),
  ...(values.outputFile ? [`--outputFile=${values.outputFile}`] : []),
];
const services = values.postgres ? await answeringServices() : { TEST_DATABASE_URL: '', TEST_REDIS_URL: '' };
const code = await runJest(['--selectProjects', 'disturbance', '--forceExit', ...report], {
  ...services,
  DISTURBANCE_SEED: values.seed ?? '',
  DISTURBANCE_SESSIONS: values.sessions ?? '',
});
process.exit(code);
