import type { IncomingMessage } from 'node:http';
import { newId } from '../ids.js';

const acceptable = /^[A-Za-z0-9._:-]{1,128}$/;

/** The caller's own id of its request where it has a decent one. */
export function requestIdOf(request: IncomingMessage): string {
  const sent = request.headers['x-request-id'];
  return typeof sent === 'string' && acceptable.test(sent) ? sent : newId('req');
}
