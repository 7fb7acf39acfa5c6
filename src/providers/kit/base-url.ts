import { z } from 'zod';

/** An address without a path: paths belong to the vendor's protocol, not to the account. */
export function baseUrl(...protocols: readonly string[]): z.ZodType<string, string> {
  return z.string().refine((text) => isBaseUrl(text, protocols), {
    error: `must be a ${protocols.map((name) => `${name}//`).join(' or ')} address without path`,
  });
}

function isBaseUrl(text: string, protocols: readonly string[]): boolean {
  const url = URL.parse(text);
  if (!url || !protocols.includes(url.protocol) || url.username !== '' || url.password !== '') return false;
  const bare = url.pathname === '/' && url.search === '' && url.hash === '';
  return bare && !text.endsWith('?') && !text.endsWith('#');
}
