import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { root } from './paths.mjs';

const startsWithinMs = 30_000;
const stopsWithinMs = 10_000;
/** Per second: Linux counts in these for every process. */
const clockTicks = 100;

/** A process of its own, with nothing of this one's settings. Resolves with the first line that it prints. */
export async function startProcess(closing, args, env) {
  let child;
  closing.add(() => child && stop(child));
  child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const firstLine = await readFirstLine(child, args.at(-1));
  return {
    firstLine,
    residentMegabytes: () => residentMegabytes(child.pid),
    cpuSeconds: () => cpuSeconds(child.pid),
  };
}

function readFirstLine(child, name) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${name} did not start in time`)), startsWithinMs);
    createInterface({ input: child.stdout }).on('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${name} ended with ${code}`));
    });
  });
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), stopsWithinMs);
  await ended;
  clearTimeout(timer);
}

function residentMegabytes(pid) {
  if (process.platform !== 'linux')
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)])) / 1024;
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Of all its threads; NaN where the system does not say. */
function cpuSeconds(pid) {
  if (process.platform !== 'linux') return Number.NaN;
  // The name in brackets may hold blanks, so the fields are counted from behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
  const [user, system] = fields.slice(11, 13).map(Number);
  return (user + system) / clockTicks;
}
