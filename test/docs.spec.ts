import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })];

describe('the walk-through in the README, and what its session is audited with', () => {
  let demo: ChildProcess;
  let exports: Record<string, string>;

  beforeAll(async () => {
    demo = spawn(process.execPath, ['dist/cli/demo.js'], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    exports = readExports(await printed(demo, 'Create a session and open its hostedUrl'));
  }, 60_000);
  afterAll(async () => {
    const ended = new Promise((resolveEnd) => demo.once('exit', resolveEnd));
    demo.kill('SIGTERM');
    await ended;
  });

  it('runs as it stands, with what the demo prints', async () => {
    const script = [...blocks('README.md', 'sh'), ...blocks('docs/audit.md', 'sh')].join('\n');
    const { code, output } = await runShell(script, exports);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/^vs_\w+ is pending, to be opened at http\S+\/verify#\S+$/m);
    expect(output).toMatch(/^1 session\.created /m);
    expect(output).toMatch(/^7 session\.approved /m);
    expect(output).toContain('"status": "approved"');
    expect(output).toMatch(/"type": "passport"/);
    expect(output).toMatch(/^vove$/m);
    expect(output).toContain('"type": "session.result_viewed"');
    expect(output).toContain('"purpose": "onboarding"');
    expect(output).toContain('"operation": "session.create"');
    expect(output).toContain('"type":"routing.changed"');
    // A refusal would not have failed curl.
    expect(output).not.toContain('/docs/errors/');
  }, 60_000);
});

it.each([
  [['--help'], 0, /^usage: /],
  [['--bogus'], 1, /^Unknown option '--bogus'.*\n\nusage: /],
  [['--provider', 'acme'], 1, /^--provider must be one of uqudo.*\n\nusage: /],
  [['--once', '--provider', 'vove', '--outcome', 'expired'], 1, /vove: no session there can end expired/],
  [['--outcome', 'perhaps'], 1, /^--outcome must be one of approved.*\n\nusage: /],
])('the demo called with %j ends with %i and says why', (args, code, said) => {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const ended = spawnSync(process.execPath, ['dist/cli/demo.js', ...args], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  expect({ code: ended.status, said: ended.stdout + ended.stderr }).toEqual({
    code,
    said: expect.stringMatching(said),
  });
});

it.each(pages)('every link in %s that stays in the repository leads somewhere', (page) => {
  const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, link = '']) => link,
  );
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link) && !link.startsWith('#'))
    .filter((link) => !existsSync(resolve(root, dirname(page), link.replace(/#.*$/, ''))));
  expect(broken).toEqual([]);
});

function blocks(page: string, language: string): string[] {
  const fences = readFileSync(join(root, page), 'utf8').matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
  return [...fences].filter(([, given]) => given === language).map(([, , text = '']) => text);
}

function readExports(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^ {2}export (\w+)=(\S+)$/gm)].map(([, name, value]) => [name, value]),
  );
}

/** All that a process has printed, once a line with this text is there. */
function printed(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolvePrinted, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (part: string) => {
      output += part;
      if (output.includes(text)) resolvePrinted(output);
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${output}`)));
  });
}

function runShell(
  script: string,
  names: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...names },
  });
  return new Promise((resolveRun) => {
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => (output += part));
    }
    child.once('close', (code) => resolveRun({ code, output }));
  });
}
