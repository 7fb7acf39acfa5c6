import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controlOf } from '{{sandboxKit}}/testing/control.js';
import type { Sandbox } from '{{sandboxKit}}/sandbox.js';
import { start{{Name}}Sandbox } from './index.js';

let sandbox: Sandbox;
let headers: Record<string, string>;

beforeAll(async () => {
  sandbox = await start{{Name}}Sandbox({});
  headers = {
    authorization: `Bearer ${sandbox.account.credentials['apiKey'] ?? ''}`,
    'content-type': 'application/json',
  };
});
afterAll(() => sandbox.close());

const begin = async () => {
  const answer = await fetch(`${sandbox.url}/v1/verifications`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ reference: 'person-1' }),
  });
  return (await answer.json()) as { id: string; url: string };
};
const read = (id: string, part = '') => fetch(`${sandbox.url}/v1/verifications/${id}${part}`, { headers });

describe('the stand-in of {{id}}', () => {
  it('knows nobody without the key', async () => {
    expect((await fetch(`${sandbox.url}/v1/account`)).status).toBe(401);
    expect((await fetch(`${sandbox.url}/v1/account`, { headers })).status).toBe(200);
  });

  it('plays a person by the link, and has a result only then', async () => {
    const { id, url } = await begin();
    expect((await read(id, '/result')).status).toBe(409);
    await controlOf(sandbox).play(url, 'declined');
    expect(await (await read(id)).json()).toEqual({ id, status: 'declined' });
    expect(await (await read(id, '/result')).json()).toMatchObject({ id, status: 'declined' });
    expect((await read(id, '/images/selfie')).headers.get('content-type')).toBe('image/jpeg');
  });

  it('forgets what is deleted', async () => {
    const { id } = await begin();
    const erase = () =>
      fetch(`${sandbox.url}/v1/verifications/${id}`, {
        method: 'DELETE',
        headers: { authorization: headers['authorization'] ?? '' },
      });
    expect([(await erase()).status, (await erase()).status, (await read(id)).status]).toEqual([204, 404, 404]);
  });
});
