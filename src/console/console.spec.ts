import { readdir, readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProblemFilter } from '../common/http/problem.filter.js';
import { Log } from '../common/log.js';
import { problemKinds } from '../common/problems/catalog.js';
import { ConsoleModule } from './console.module.js';
import { errorPage, escaped } from './error-pages.js';

const folder = new URL('../../web/verify/', import.meta.url);
const files = (await readdir(folder)).filter((name) => name !== 'index.html');

let app: NestFastifyApplication;
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, headers });

beforeAll(async () => {
  const module = await Test.createTestingModule({ imports: [ConsoleModule] }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  app.useGlobalFilters(new ProblemFilter(new Log('silent', new PassThrough())));
  await app.init();
});
afterAll(() => app.close());

describe('the hosted page', () => {
  it('is served under a policy that lets in nothing but its own files', async () => {
    const { statusCode, headers, body } = await get('/verify');
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' ws: wss:; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    });
    expect(body).toContain('<meta name="referrer" content="no-referrer" />');
  });

  it('needs nothing that the policy refuses', async () => {
    const { body } = await get('/verify');
    expect(body).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|https?:\/\//);
    for (const name of files.filter((file) => file.endsWith('.js'))) {
      expect((await get(`/verify/${name}`)).body).not.toMatch(
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(/,
      );
    }
  });

  it.each(files)('serves %s as it is on disk, with its type and the same headers', async (name) => {
    const { statusCode, headers, rawPayload } = await get(`/verify/${name}`);
    expect(statusCode).toBe(200);
    expect(rawPayload.equals(await readFile(new URL(name, folder)))).toBe(true);
    const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
    expect(headers['content-type']).toContain(types[name.split('.').at(-1) ?? '']);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('is not sent again to a browser that has it', async () => {
    const { etag } = (await get('/verify')).headers;
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [String(etag), `W/${String(etag)}`, `"other", ${String(etag)}`]) {
      const { statusCode, body } = await get('/verify', { 'if-none-match': known });
      expect({ statusCode, body }).toEqual({ statusCode: 304, body: '' });
    }
    expect((await get('/verify', { 'if-none-match': '"other"' })).statusCode).toBe(200);
  });

  it.each([
    '/verify/nothing.js',
    '/verify/index.html',
    '/verify/../package.json',
    '/verify/..%2fpackage.json',
    '/verify/..%2f..%2fpackage.json',
    '/verify/%2e%2e%2f%2e%2e%2fpackage.json',
    '/verify/..%5cpackage.json',
    '/verify/%2fetc%2fpasswd',
    '/verify/verify.js%00',
    '/verify/__proto__',
  ])('answers not_found to %s', async (path) => {
    const { statusCode, body } = await get(path);
    expect(statusCode).toBe(404);
    expect(body).not.toContain('idv-gateway');
  });
});

describe('the pages of error codes', () => {
  it.each(Object.entries(problemKinds))('has a page for %s', async (code, { status, title }) => {
    const { statusCode, headers, body } = await get(`/docs/errors/${code}`);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(body).toContain(`HTTP ${status}`);
    expect(body).toContain(escaped(title));
  });

  it('lists every code', async () => {
    const { body } = await get('/docs/errors');
    for (const code of Object.keys(problemKinds)) expect(body).toContain(`href="errors/${code}"`);
  });

  it.each(['nothing', 'constructor', '__proto__', '%3Cscript%3E'])(
    'answers not_found to %s',
    async (code) => {
      const answer = await get(`/docs/errors/${code}`);
      expect(answer.statusCode).toBe(404);
      expect(answer.json()).toMatchObject({ code: 'not_found' });
    },
  );

  it('writes text as text and marks code', () => {
    expect(escaped(`<a href="x">'&`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
    expect(errorPage('unauthenticated')).toContain('<code>Authorization: Bearer &lt;key&gt;</code>');
  });
});

it('leads from the bare address to the documentation', async () => {
  const { statusCode, headers } = await get('/');
  expect({ statusCode, location: headers.location }).toEqual({ statusCode: 302, location: '/docs' });
});
