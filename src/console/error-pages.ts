import { createHash } from 'node:crypto';
import { problemKinds, type ProblemCode } from '../common/problems/catalog.js';

const style = `
:root { color-scheme: light dark; --text: #1c2430; --soft: #536072; --line: #dde3ea; --page: #fff; --link: #1d4ed8 }
@media (prefers-color-scheme: dark) { :root { --text: #e8edf4; --soft: #a3b0c0; --line: #2c3644; --page: #10151c; --link: #8fb4ff } }
body { margin: 0 auto; max-width: 44rem; padding: 2.5rem 1.25rem; background: var(--page); color: var(--text); font: 1rem/1.6 system-ui, sans-serif }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0 1rem }
a { color: var(--link) }
code { font: .92em ui-monospace, monospace; background: color-mix(in srgb, var(--soft) 14%, transparent); padding: .1em .35em; border-radius: .3em }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; padding: .55rem .75rem .55rem 0; border-bottom: 1px solid var(--line); vertical-align: top }
th { color: var(--soft); font-size: .85rem }
.soft { color: var(--soft) }
`;

/** The one inline style is let in by its digest; nothing else is. */
export const documentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function errorPage(code: ProblemCode): string {
  const { status, title, help } = problemKinds[code];
  return layout(
    `${title} (${code})`,
    `<p class="soft"><a href="../errors">All error codes</a></p>
<h1>${escaped(title)}</h1>
<p><code>${escaped(code)}</code> · HTTP ${status}</p>
<h2>What to do</h2>
<p>${prose(help)}</p>
<p class="soft">When you ask for help, name the <code>requestId</code> of the answer.</p>`,
  );
}

export function errorIndex(): string {
  const rows = Object.entries(problemKinds)
    .map(([code, { status, title }]) => {
      const link = `<a href="errors/${escaped(code)}"><code>${escaped(code)}</code></a>`;
      return `<tr><td>${status}</td><td>${link}</td><td>${escaped(title)}</td></tr>`;
    })
    .join('\n');
  return layout(
    'Error codes',
    `<p class="soft"><a href="../docs">API documentation</a></p>
<h1>Error codes</h1>
<p>Every refusal is an <code>application/problem+json</code> document; its <code>code</code> is one of these.</p>
<table><thead><tr><th>Status</th><th>Code</th><th>Meaning</th></tr></thead><tbody>
${rows}
</tbody></table>`,
  );
}

function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** The catalog marks code with backticks. */
function prose(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
