// npm run check: all that can be said of the sources without running them, two steps at a time.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { inRoot, projectEnv, root } from './lib/project.mjs';

const steps = [
  { name: 'lint', command: 'eslint', args: ['.'] },
  { name: 'types', command: 'tsc', args: ['--noEmit'] },
  { name: 'format', command: 'prettier', args: ['--check', '.'] },
  { name: 'imports', command: 'depcruise', args: ['src'] },
  ...(existsSync(inRoot('scripts/generated.mjs'))
    ? [{ name: 'generated files', command: 'node', args: ['scripts/generated.mjs', '--check'] }]
    : []),
];

const waiting = [...steps];
const failures = [];
await Promise.all([worker(), worker()]);

for (const { name, output } of failures) console.error(`\n── ${name} ──\n${output.trim()}`);
process.exit(failures.length > 0 ? 1 : 0);

async function worker() {
  for (let step = waiting.shift(); step; step = waiting.shift()) {
    const started = Date.now();
    const { ok, output } = await attempt(step);
    console.log(
      `${ok ? 'ok    ' : 'FAILED'}  ${step.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
    );
    if (!ok) failures.push({ name: step.name, output });
  }
}

function attempt({ command, args }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env: projectEnv, shell: process.platform === 'win32' });
    let output = '';
    const keep = (text) => (output += text);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => resolve({ ok: false, output: `${command}: ${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}
