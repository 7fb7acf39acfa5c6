import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Milestone } from '../../src/common/milestones.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { apiAs, type Api } from './api.js';
import { runScript, type Ending } from './child-process.js';
import type { TestGateway } from './gateway.js';
import { makeTenant, type TenantOptions, type TestTenant } from './tenant.js';

/** A gateway in a process of its own. */
export interface KillableGateway {
  readonly url: string;
  readonly pid: number;
  readonly admin: Api;
  as(credential: string | null): Api;
  makeTenant(sandboxes: readonly Sandbox[], options?: TenantOptions): Promise<TestTenant>;
  readonly ended: Promise<Ending>;
  /** Resolves when it is dead. */
  kill(): Promise<Ending>;
  /** Asks it to stop; resolves when it has. */
  stop(): Promise<Ending>;
}

/** The process ends by SIGKILL when so many have got to the milestone; until then they are all held there. */
export interface Death {
  readonly at: Milestone;
  readonly reaches: number;
}

/** Everything that is to be the same after a restart is in the environment. */
export async function startKillable(
  environment: Readonly<Record<string, string>>,
  death?: Death,
): Promise<KillableGateway> {
  const logFile = join(process.env['IDV_TEST_FOLDER'] ?? '/tmp', 'traces', `log-child-${randomUUID()}`);
  const child = runScript(
    'test/harness/killable-gateway.mjs',
    death ? [death.at, String(death.reaches)] : [],
    {
      PORT: '0',
      LOG_FILE: logFile,
      ...environment,
    },
  );
  const { url } = JSON.parse(await child.line((line) => line.startsWith('{"url"'))) as { url: string };
  const as = (credential: string | null) => apiAs(url, credential);
  const endBy = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return child.ended;
  };
  const gateway = { url, admin: as(environment['BOOTSTRAP_ADMIN_KEY'] ?? null), as };
  return {
    ...gateway,
    pid: child.pid,
    // All that it takes of a gateway are its address and the two callers.
    makeTenant: (sandboxes, options) =>
      makeTenant(gateway as unknown as TestGateway, sandboxes, undefined, options),
    ended: child.ended,
    kill: () => endBy('SIGKILL'),
    stop: () => endBy('SIGTERM'),
  };
}
