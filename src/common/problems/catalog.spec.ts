import { globSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { problemKinds } from './catalog.js';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

it('docs/errors.md lists exactly the codes, each with its status, meaning and help', () => {
  const rows = page.split('\n').filter((line) => /^\| \d{3} \|/.test(line));
  const wanted = Object.entries(problemKinds).map(
    ([code, { status, title, help }]) => `| ${status} | \`${code}\` | ${title} | ${help} |`,
  );
  expect(rows).toEqual(wanted);
});

it('docs/errors.md calls reserved exactly the codes that nothing raises', () => {
  const cwd = new URL('../../', import.meta.url).pathname;
  const source = globSync('**/*.ts', { cwd, exclude: ['**/*.spec.ts', 'common/problems/catalog.ts'] })
    .map((file) => readFileSync(cwd + file, 'utf8'))
    .join('\n');
  const raisedByNothing = Object.keys(problemKinds).filter((code) => !source.includes(`'${code}'`));
  const [, reserved = ''] = /^Reserved, so far raised by nothing: ([^.]*)\./m.exec(page) ?? [];
  expect([...reserved.matchAll(/`(\w+)`/g)].map(([, code]) => code).sort()).toEqual(raisedByNothing.sort());
});
