import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What one process has compiled, the others need not: a third of their start. */
const compiled = join(process.env['IDV_TEST_FOLDER'] ?? tmpdir(), 'compiled');

const running = new Set<ChildProcess>();
// A test that fails half-way leaves its processes behind.
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** How a process ended: by itself with a code, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A process of the project's own Node, with the given environment and nothing else of ours. */
export interface Child {
  readonly pid: number;
  readonly ended: Promise<Ending>;
  /** All that it has written so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The first line, past or to come, that fits. Rejects when the process ends without it. */
  line(fits: (line: string) => boolean): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** `script` is a path from the root of the project. */
export function runScript(
  script: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Child {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: compiled, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const written = { stdout: '', stderr: '' };
  const lines: string[] = [];
  const looking = new Set<() => void>();
  const look = () => {
    for (const each of looking) each();
  };
  child.stdout.on('data', (text: Buffer) => (written.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (written.stderr += text.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    look();
  });
  let over = false;
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      over = true;
      running.delete(child);
      resolve({ code, signal });
      look();
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const search = () => {
          const found = lines.find(fits);
          if (found === undefined && !over) return;
          looking.delete(search);
          if (found !== undefined) resolve(found);
          else reject(new Error(`${script} ended early: ${written.stderr}`));
        };
        looking.add(search);
        search();
      }),
    kill: (signal) => child.kill(signal),
  };
}
