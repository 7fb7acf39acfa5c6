// Begins a vendor: npm run new:provider -- acme ["Acme Identity"]
// Writes its adapter, its stand-in and its page, and makes both known. Overwrites nothing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { inRoot } from './lib/project.mjs';
import { formatted, providerFiles } from './lib/provider-files.mjs';
import { withAdapter, withSandbox } from './lib/vendor-catalogs.mjs';

const [id = '', title = id] = process.argv.slice(2);
const problem = problemWith(id, title);
if (problem !== null) {
  console.error(`${problem}\nUsage: npm run new:provider -- acme "Acme Identity"`);
  process.exit(2);
}

const catalogs = [
  ['src/providers/catalog.ts', withAdapter],
  ['src/sandbox/catalog.ts', withSandbox],
];
const files = await providerFiles({ id, title });
for (const [file, withVendor] of catalogs) {
  files[file] = await formatted(file, withVendor(readFileSync(inRoot(file), 'utf8'), id));
}
for (const [file, text] of Object.entries(files)) {
  mkdirSync(path.dirname(inRoot(file)), { recursive: true });
  writeFileSync(inRoot(file), text);
}
console.log(`Wrote ${Object.keys(files).length} files. The vendor's own code is missing: what imports unwritten.ts.
Go on with docs/adding-a-provider.md:
  npm run docs:generate
  npm run test:conformance -- --testNamePattern='^${id}:'`);

/** Why no vendor can be begun under this name; null when it can. */
function problemWith(name, shown) {
  if (!/^[a-z][a-z0-9]{1,31}$/.test(name)) return 'The id is 2 to 32 lower-case letters and digits.';
  if (!/^[\w .&()-]{1,64}$/.test(shown)) return 'The title is 1 to 64 letters, digits, blanks and . & ( ) -';
  if (!isIdentifier(name) || ['definition', 'kit', 'providers', 'runtime'].includes(name))
    return `${name} is a reserved word.`;
  const taken = [`src/providers/${name}`, `src/sandbox/${name}`, `docs/providers/${name}.md`];
  const found = taken.find((place) => existsSync(inRoot(place)));
  return found === undefined ? null : `${name} is taken: ${found} exists.`;
}

function isIdentifier(name) {
  try {
    return Boolean(new Script(`'use strict'; const ${name} = 0;`));
  } catch {
    return false;
  }
}
