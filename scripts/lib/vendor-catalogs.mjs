/** The lines that make a vendor known. Each returns the catalog's text with them, or as it is when they are there. */

export function withAdapter(catalog, id) {
  if (catalog.includes(`'./${id}/provider.js'`)) return catalog;
  return withImport(catalog, `import { ${id} } from './${id}/provider.js';`).replace(
    /(const providers: readonly AnyProvider\[\] = \[)([^\]]*)\]/,
    (_, before, list) => `${before}${list}, ${id}]`,
  );
}

export function withSandbox(catalog, id) {
  if (catalog.includes(`'./${id}/index.js'`)) return catalog;
  const start = `start${id[0].toUpperCase()}${id.slice(1)}Sandbox`;
  return withImport(catalog, `import { ${start} } from './${id}/index.js';`).replace(
    /(export const sandboxes[^{]*\{)([^}]*)\}/,
    (_, before, list) => `${before}${list}  ${id}: ${start},\n}`,
  );
}

/** Imports stand in the order of their paths. */
function withImport(text, line) {
  const lines = text.split('\n');
  const pathOf = (candidate) => /^import .* from '(.*)';$/.exec(candidate)?.[1];
  const after = lines.findIndex((candidate) => (pathOf(candidate) ?? '') > pathOf(line));
  const at = after === -1 ? lines.findLastIndex((candidate) => pathOf(candidate)) + 1 : after;
  return lines.toSpliced(at, 0, line).join('\n');
}
