const web = new Set(['http:', 'https:']);
/** Schemes that run or show something inside the browser instead of opening an app. */
const inBrowser = new Set([
  'javascript:',
  'data:',
  'blob:',
  'vbscript:',
  'file:',
  'filesystem:',
  'about:',
  'view-source:',
]);

/** The address if it leads to a web page, else null. */
export function webLink(address) {
  const url = parsed(address);
  return url && web.has(url.protocol) ? url.href : null;
}

/** The address if it leads to a web page or opens another app, else null. */
export function appLink(address) {
  const url = parsed(address);
  return url && !inBrowser.has(url.protocol) ? url.href : null;
}

function parsed(address) {
  if (typeof address !== 'string') return null;
  try {
    return new URL(address);
  } catch {
    return null;
  }
}
