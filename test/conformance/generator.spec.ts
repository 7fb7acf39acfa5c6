import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, globSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { providerFiles } from '../../scripts/lib/provider-files.mjs';
import { definitionChecks } from './port/definition-checks.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const limitMs = 300_000;

describe('the fourth vendor', () => {
  const places = {
    adapter: 'test/fixtures/providers',
    kit: '../../../../src/providers/kit',
    sandbox: 'test/fixtures/sandbox',
    sandboxKit: '../../../../src/sandbox/kit',
  };

  it('is what the generator writes, with the vendor’s own code in its place and nothing else', async () => {
    const generated = await providerFiles({ id: 'acme', title: 'Acme' }, places);
    const present = globSync('test/fixtures/{providers,sandbox}/acme/**/*.*', { cwd: root }).sort();
    const unwritten = 'test/fixtures/providers/acme/unwritten.ts';
    expect(present).toEqual(
      Object.keys(generated)
        .filter((file) => file !== unwritten)
        .sort(),
    );
    const own = present.filter((file) => readFileSync(join(root, file), 'utf8') !== generated[file]);
    expect(own.map((file) => basename(file))).toEqual(['callback.ts', 'client.ts', 'mapping.ts']);
  });
});

describe('npm run new:provider', () => {
  let copy: string;
  beforeAll(async () => {
    copy = copyOfTheTree();
    expect(await run('node', ['scripts/new-provider.mjs', 'zeta', 'Zeta ID'])).toMatchObject({ code: 0 });
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('makes the vendor known by its lines in the two catalogs, once', () => {
    for (const file of ['src/providers/catalog.ts', 'src/sandbox/catalog.ts']) {
      expect(readFileSync(join(copy, file), 'utf8').split("from './zeta/")).toHaveLength(2);
    }
  });

  it(
    'writes what compiles, lints, is formatted and keeps to the rooms',
    async () => {
      const written = globSync('src/{providers,sandbox}/{zeta/**/*.ts,catalog.ts}', { cwd: copy });
      const config = { extends: './tsconfig.json', include: written };
      writeFileSync(join(copy, 'tsconfig.zeta.json'), JSON.stringify(config));
      for (const [tool, args] of [
        ['tsc', ['--noEmit', '--project', 'tsconfig.zeta.json']],
        ['eslint', written],
        ['prettier', ['--check', ...written]],
        ['depcruise', ['src/providers', 'src/sandbox']],
      ] as const) {
        expect({ tool, ...(await run(tool, args)) }).toMatchObject({ tool, code: 0 });
      }
    },
    limitMs,
  );

  it(
    'writes a vendor that fails the suite only where its own code is missing',
    async () => {
      const report = join(copy, 'report.json');
      const only = ['--testNamePattern=^zeta:', 'test/conformance/port.spec.ts'];
      // A path behind --selectProjects would be taken for a project.
      const how = ['--selectProjects=conformance', '--forceExit', '--json', `--outputFile=${report}`];
      await run('jest', [...how, ...only]);
      const tests: Assertion[] = JSON.parse(readFileSync(report, 'utf8')).testResults[0].assertionResults;
      const ofStatus = (wanted: string) => tests.filter(({ status }) => status === wanted);
      const passed = ofStatus('passed').map(({ title }) => title);
      expect(passed.slice(1)).toEqual(definitionChecks.map(({ name }) => name));
      expect(ofStatus('failed').length).toBeGreaterThan(25);
      for (const { title, failureMessages } of ofStatus('failed')) {
        expect({ title, why: failureMessages.join() }).toMatchObject({
          why: expect.stringContaining('unwritten: '),
        });
      }
    },
    limitMs,
  );

  it.each(['zeta', 'uqudo', 'Acme', 'a', 'two-words', '../acme', 'new', 'kit', ''])(
    'refuses the name "%s" and changes nothing',
    async (name) => {
      const before = filesOf(copy);
      expect(await run('node', ['scripts/new-provider.mjs', name])).toMatchObject({ code: 2 });
      expect(filesOf(copy)).toEqual(before);
    },
  );

  /** Runs a tool of the project in the copy. */
  function run(tool: string, args: readonly string[]): Promise<{ code: number; output: string }> {
    const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules', IDV_TEST_FOLDER: '' };
    return new Promise((resolve) => {
      const command = join(root, 'node_modules/.bin', tool);
      execFile(command, args, { cwd: copy, env, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, output: `${stdout}${stderr}`.slice(-4000) });
      });
    });
  }
});

it('every command of the page on adding a vendor is a script of the project', () => {
  const page = readFileSync(join(root, 'docs/adding-a-provider.md'), 'utf8');
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const commands = [...page.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...new Set(commands)]));
});

interface Assertion {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** All that the tools read, with the packages and the build of the original. */
function copyOfTheTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'idv-generator-'));
  const files = ['package.json', 'tsconfig.json', 'jest.config.js', 'eslint.config.js', '.prettierrc.json'];
  const folders = ['src', 'test', 'scripts', 'templates', 'docs/providers'];
  for (const entry of [...files, '.dependency-cruiser.mjs', ...folders]) {
    cpSync(join(root, entry), join(copy, entry), { recursive: true });
  }
  for (const linked of ['node_modules', 'dist']) symlinkSync(join(root, linked), join(copy, linked));
  return copy;
}

function filesOf(folder: string): string[] {
  return globSync('{src,docs}/**/*.*', { cwd: folder })
    .sort()
    .map((file) => `${file} ${readFileSync(join(folder, file), 'utf8').length}`);
}
