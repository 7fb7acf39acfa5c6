import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, root } from './project.mjs';

const stampFile = inRoot('dist/.built');
const inputFolders = ['src', 'web'];
const inputFiles = /^(tsconfig.*\.json|nest-cli\.json|package-lock\.json)$/;

/** True when dist was built from the sources as they are. */
export function buildIsCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === sourceState();
}

export function markBuilt(state) {
  writeFileSync(stampFile, state);
}

/** Names, sizes and times of all that the build reads. */
export function sourceState() {
  const hash = createHash('sha256');
  for (const file of candidates()) {
    const stat = statSync(inRoot(file));
    if (stat.isFile()) hash.update(`${file} ${stat.size} ${stat.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function candidates() {
  const nested = inputFolders
    .filter((folder) => existsSync(inRoot(folder)))
    .flatMap((folder) =>
      readdirSync(inRoot(folder), { recursive: true }).map((file) => path.join(folder, file)),
    );
  const top = readdirSync(root).filter((file) => inputFiles.test(file));
  return [...nested, ...top].filter((file) => !file.endsWith('.spec.ts')).sort();
}
