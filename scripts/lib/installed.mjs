import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './project.mjs';

export const projectNode = inRoot('node_modules/.bin/node');

/**
 * True when node_modules holds what package-lock.json says. Compares what is written in both, since file
 * times mislead: npm and git write them in no fixed order.
 */
export function packagesAreInstalled() {
  const installedFile = inRoot('node_modules/.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(projectNode)) return false;
  const installed = packagesIn(installedFile);
  return Object.entries(packagesIn(inRoot('package-lock.json'))).every(([location, wanted]) => {
    if (location === '') return true;
    const found = installed[location];
    if (found === undefined)
      return wanted.optional === true || wanted.devOptional === true || wanted.peer === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function packagesIn(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}
