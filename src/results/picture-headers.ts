import type { Media } from '../database/generated/client.js';
import { pictureTypes } from '../media/examination.js';

/** Nobody keeps it on the way, and a browser takes it for the picture that it is and nothing else. */
export function pictureHeaders({ id, contentType, bytes }: Media): Record<string, string> {
  const type = contentType ?? 'application/octet-stream';
  return {
    'content-type': type,
    'content-length': String(bytes),
    'content-disposition': `inline; filename="${id}.${pictureTypes[type] ?? 'bin'}"`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
  };
}
