import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from './eventually.js';

/** Stands between the gateway and a vendor, and changes what passes. */
export interface TamperingProxy {
  readonly url: string;
  /** What is asked for instead of what the gateway asks for. */
  path: (path: string) => string;
  /** What is answered instead of what the vendor answers. */
  answer: (body: Record<string, unknown>) => Record<string, unknown>;
  /** The headers of all calls so far. */
  readonly heard: readonly IncomingHttpHeaders[];
  /** Resolves when that many more calls have passed. */
  passed(calls: number): Promise<void>;
  close(): Promise<void>;
}

/** Speaks JSON only, over HTTP only. */
export async function tamperBefore(vendorUrl: string): Promise<TamperingProxy> {
  const honest: Pick<TamperingProxy, 'path' | 'answer'> = { path: (path) => path, answer: (body) => body };
  let calls = 0;
  const heard: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    heard.push(request.headers);
    void forward(vendorUrl + proxy.path(request.url ?? '/'), request).then(async (vendor) => {
      const text = await vendor.text();
      const json = vendor.ok && /json/.test(vendor.headers.get('content-type') ?? '');
      response.writeHead(vendor.status, { 'content-type': vendor.headers.get('content-type') ?? '' });
      response.end(json ? JSON.stringify(proxy.answer(JSON.parse(text))) : text);
      calls += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const passed = async (more: number) => {
    const until = calls + more;
    await eventually(
      () => Promise.resolve(calls),
      (passedBy) => passedBy >= until,
    );
  };
  const proxy: TamperingProxy = { ...honest, url, heard, passed, close: () => closed(server) };
  return proxy;
}

async function forward(url: string, request: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const name of ['x-api-key', 'authorization', 'content-type']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const body = chunks.length === 0 ? null : Buffer.concat(chunks);
  return fetch(url, { method: request.method ?? 'GET', headers, body });
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
