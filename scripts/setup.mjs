// Makes a fresh clone ready to run; quick when it is. With --build, dist as well.
// Also runs on the machine's own Node, before the project's is installed: nothing newer than Node 20.
import { existsSync } from 'node:fs';
import { buildIsCurrent, markBuilt, sourceState } from './lib/built.mjs';
import { clientIsCurrent } from './lib/generated-client.mjs';
import { packagesAreInstalled, projectNode } from './lib/installed.mjs';
import { machineEnv, run } from './lib/project.mjs';

if (!packagesAreInstalled()) {
  say('installing the packages of package-lock.json');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], machineEnv);
  if (!existsSync(projectNode)) fail('npm was told to run no install scripts; run: npm rebuild node');
}
if (!clientIsCurrent()) {
  say('making the database client');
  run(projectNode, ['scripts/prisma-generate.mjs']);
}
if (process.argv.includes('--build') && !buildIsCurrent()) {
  say('building');
  // Taken before the build, so that a change made meanwhile is not taken for built.
  const state = sourceState();
  run('nest', ['build']);
  markBuilt(state);
}

function say(what) {
  console.error(`setup: ${what} …`);
}

function fail(why) {
  console.error(`setup: ${why}`);
  process.exit(1);
}
