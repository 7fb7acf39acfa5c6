export interface Page {
  readonly title: string;
  /** BCP 47, e.g. `ar-SA`. */
  readonly language: string;
  /** Trusted HTML; use `escapeHtml` for what came from outside. */
  readonly body: string;
  /** The script's only knowledge: `sandbox` inside the script. */
  readonly data?: unknown;
  readonly script?: string;
}

/** A plain page that stands for what the person sees at the vendor. */
export function page({ title, language, body, data, script }: Page): string {
  const direction = language.startsWith('ar') ? 'rtl' : 'ltr';
  return `<!doctype html>
<html lang="${escapeHtml(language)}" dir="${direction}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer"><title>${escapeHtml(title)}</title>
<style>
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f1f4f8; color: #1b2733 }
  main { width: min(26rem, 100vw - 2rem); box-sizing: border-box; padding: 1.75rem; background: #fff;
    border-radius: 14px; box-shadow: 0 8px 30px rgb(20 40 70 / 12%) }
  h1 { margin: 0 0 .25rem; font-size: 1.25rem } p { margin: .25rem 0 1rem; color: #55657a }
  button { display: block; width: 100%; margin: .5rem 0; padding: .7rem 1rem; border: 1px solid #cdd7e3;
    border-radius: 9px; background: #f8fafc; color: inherit; font: inherit; text-align: start; cursor: pointer }
  button.good { border-color: #2a9d63 } button.middling { border-color: #d99a1c } button.bad { border-color: #c9483f }
  button:hover { filter: brightness(.96) } button:disabled { opacity: .5; cursor: default }
  @media (prefers-color-scheme: dark) { body { background: #10161e; color: #e6edf5 } main { background: #1a222d }
    p { color: #9fb0c3 } button { background: #222c39; border-color: #3a4757 } }
</style>
</head>
<body>
<main>${body}</main>
${script === undefined ? '' : `<script>const sandbox = ${literal(data)};\n${script}</script>`}
</body>
</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON that cannot close the script it stands in. */
function literal(data: unknown): string {
  return JSON.stringify(data ?? null).replaceAll('<', '\\u003c');
}
