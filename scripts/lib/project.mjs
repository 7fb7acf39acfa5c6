import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

// This file also runs on the machine's own Node, before the project's is installed: nothing newer than Node 20.

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const inRoot = (...parts) => path.join(root, ...parts);

const bin = inRoot('node_modules', '.bin');
const otherPaths = (process.env.PATH ?? '').split(path.delimiter).filter((entry) => entry !== bin);

/** Environment in which `node` is the project's own. */
export const projectEnv = { ...process.env, PATH: [bin, ...otherPaths].join(path.delimiter) };

/** Environment in which `node` is the machine's own: for npm, which removes the project's while it installs. */
export const machineEnv = { ...process.env, PATH: otherPaths.join(path.delimiter) };

/** Runs a command in the project's folder and ends this process when it fails. Its output goes to stderr. */
export function run(command, args, env = projectEnv) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (error) console.error(`${command}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}
