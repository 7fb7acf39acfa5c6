// Files that are made from the code and committed. With --check: fails when one is not as the code makes it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inRoot, projectEnv, root, run } from './lib/project.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'idv-generated-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

run('node', ['scripts/setup.mjs', '--build']);
const { page, summary } = JSON.parse(made('capabilities'));

keep('openapi.json', () => made('openapi'));
keep('docs/capabilities.md', () => page);
keep('README.md', (present) => withBlock(present, 'capabilities', summary));

/** What a program of src/cli writes. */
function made(name) {
  const file = path.join(folder, name);
  run('node', [path.join(root, `dist/cli/${name}.js`), file], { ...projectEnv, NODE_ENV: '' });
  return readFileSync(file, 'utf8');
}

/** Compares a file with what it should be, and writes it unless that is only to be checked. */
function keep(file, freshOf) {
  const present = committed(file);
  const fresh = freshOf(present);
  if (fresh === present) {
    console.log(`${file} is as the code makes it.`);
  } else if (process.argv.includes('--check')) {
    console.error(`${file} is not as the code makes it. Run: npm run docs:generate`);
    process.exitCode = 1;
  } else {
    writeFileSync(inRoot(file), fresh);
    console.log(`Wrote ${file}.`);
  }
}

function committed(file) {
  try {
    return readFileSync(inRoot(file), 'utf8');
  } catch {
    return '';
  }
}

/** The text with what stands between the block's two marks replaced. */
function withBlock(text, name, block) {
  const [begin, end] = [`<!-- ${name}: made by npm run docs:generate -->`, `<!-- /${name} -->`];
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`there is no block ${name}`);
  return `${before}${begin}\n\n${block}\n\n${end}${after}`;
}
