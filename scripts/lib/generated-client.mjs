import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './project.mjs';

const stampFile = inRoot('src/database/generated/.made-from');

/** True when the Prisma client was made from this schema by this version of Prisma. */
export function clientIsCurrent() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === source();
}

export function markClientCurrent() {
  writeFileSync(stampFile, source());
}

function source() {
  const { version } = JSON.parse(readFileSync(inRoot('node_modules/prisma/package.json'), 'utf8'));
  const schema = readFileSync(inRoot('prisma/schema.prisma'));
  return createHash('sha256').update(`${version}\n`).update(schema).digest('hex');
}
