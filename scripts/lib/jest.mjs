import { spawn } from 'node:child_process';
import { inRoot, projectEnv, root } from './project.mjs';

const limitMinutes = 15;

/** Resolves with jest's exit code; 1 when the time limit has put an end to it. */
export function runJest(args, environment) {
  const child = spawn(process.execPath, [inRoot('node_modules/jest/bin/jest.js'), ...args], {
    cwd: root,
    env: { ...projectEnv, ...environment, NODE_OPTIONS: nodeOptions() },
    stdio: 'inherit',
    // A process group of its own, so that the end of jest is the end of its workers too.
    detached: process.platform !== 'win32',
  });
  const end = (signal) => {
    try {
      process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  return new Promise((resolve) => {
    const limit = setTimeout(() => {
      console.error(`\nThe tests have not come to an end within ${limitMinutes} minutes, and are stopped.`);
      end('SIGKILL');
      resolve(1);
    }, limitMinutes * 60_000);
    child.on('error', (error) => {
      console.error(`jest does not start: ${error.message}`);
      clearTimeout(limit);
      resolve(1);
    });
    child.on('close', (status) => {
      clearTimeout(limit);
      resolve(status ?? 1);
    });
  });
}

/** jest loads ES modules through an interface of Node that is still called experimental. */
function nodeOptions() {
  const own = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  return [process.env.NODE_OPTIONS, ...own].filter(Boolean).join(' ');
}
