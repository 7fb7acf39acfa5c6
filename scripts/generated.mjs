// Files that are made from the code and committed. With --check: fails when one is not as the code makes it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, projectEnv, root, run } from './lib/project.mjs';

const committedFile = inRoot('openapi.json');

const folder = mkdtempSync(path.join(tmpdir(), 'idv-generated-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

run('node', ['scripts/setup.mjs', '--build']);
const freshFile = path.join(folder, 'openapi.json');
run('node', [path.join(root, 'dist/cli/openapi.js'), freshFile], { ...projectEnv, NODE_ENV: '' });
const fresh = readFileSync(freshFile, 'utf8');

if (fresh === committed()) {
  console.log('openapi.json is as the code makes it.');
} else if (process.argv.includes('--check')) {
  console.error('openapi.json is not as the code makes it. Run: npm run openapi');
  process.exitCode = 1;
} else {
  writeFileSync(committedFile, fresh);
  console.log('Wrote openapi.json.');
}

function committed() {
  try {
    return readFileSync(committedFile, 'utf8');
  } catch {
    return null;
  }
}
