import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { runScript } from './child-process.js';

/** The stand-in vendors in one process of their own, so that they do not slow down who measures. Closing one ends all. */
export async function startChildSandboxes(): Promise<Sandbox[]> {
  const child = runScript('test/harness/all-sandboxes.mjs', [], {});
  const told = JSON.parse(await child.line((line) => line.startsWith('['))) as Omit<Sandbox, 'close'>[];
  const close = async () => {
    child.kill('SIGTERM');
    await child.ended;
  };
  return told.map((sandbox) => ({ ...sandbox, close }));
}
