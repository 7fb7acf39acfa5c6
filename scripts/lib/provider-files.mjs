import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { inRoot } from './project.mjs';

const templates = inRoot('templates/provider');

/** Where a vendor's files belong, and how they get from there to the kits. */
export const inTheProgram = {
  adapter: 'src/providers',
  kit: '../kit',
  sandbox: 'src/sandbox',
  sandboxKit: '../kit',
  page: 'docs/providers',
};

/** A new vendor's files, as `{path: text}`; paths are relative to the root. Without `page` in `places`, no page. */
export async function providerFiles({ id, title }, places = inTheProgram) {
  const words = { id, title, Name: id[0].toUpperCase() + id.slice(1), ...places };
  const sources = [
    ...filesIn('adapter').map((name) => [`adapter/${name}`, `${places.adapter}/${id}/${name}`]),
    ...filesIn('sandbox').map((name) => [`sandbox/${name}`, `${places.sandbox}/${id}/${name}`]),
    ...(places.page ? [['page.md.tpl', `${places.page}/${id}.md.tpl`]] : []),
  ];
  const written = sources.map(async ([source, target]) => {
    const file = target.replace(/\.tpl$/, '');
    return [file, await formatted(file, filledIn(readFileSync(path.join(templates, source), 'utf8'), words))];
  });
  return Object.fromEntries(await Promise.all(written));
}

/** Text formatted as `npm run check` wants it; pages are left as they are. */
export async function formatted(file, text) {
  if (file.endsWith('.md')) return text;
  return format(text, { ...(await resolveConfig(inRoot('package.json'))), filepath: file });
}

function filesIn(folder) {
  return readdirSync(path.join(templates, folder)).sort();
}

function filledIn(template, words) {
  return template.replace(/\{\{(\w+)\}\}/g, (_, word) => words[word]);
}
