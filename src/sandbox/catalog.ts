import { startInnovatricsSandbox } from './innovatrics/index.js';
import type { Sandbox, SandboxOptions } from './kit/sandbox.js';
import { startUqudoSandbox } from './uqudo/index.js';
import { startVoveSandbox } from './vove/index.js';

/** Every stand-in vendor, by the vendor's id. */
export const sandboxes: Readonly<Record<string, (options: SandboxOptions) => Promise<Sandbox>>> = {
  uqudo: startUqudoSandbox,
  innovatrics: startInnovatricsSandbox,
  vove: startVoveSandbox,
};

/** All of them, on free ports or on consecutive ones from `firstPort` on. */
export async function startSandboxes(
  options: Omit<SandboxOptions, 'port'> & { firstPort?: number } = {},
): Promise<Sandbox[]> {
  const { firstPort, ...common } = options;
  const starting = Object.values(sandboxes).map((start, index) =>
    start({ ...common, port: firstPort === undefined ? 0 : firstPort + index }),
  );
  return Promise.all(starting);
}
