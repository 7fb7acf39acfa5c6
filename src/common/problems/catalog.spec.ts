import { readFileSync } from 'node:fs';
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
