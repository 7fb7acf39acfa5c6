import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A bucket over real HTTP. Checks that requests are signed by the key, not the signature itself. */
export interface S3Server {
  readonly url: string;
  readonly bucket: string;
  /** For the gateway's environment. */
  readonly credentials: Readonly<Record<string, string>>;
  /** By key. */
  readonly objects: Map<string, Buffer>;
  close(): Promise<void>;
}

const accessKey = 'test-access-key';

/** Speaks as much of S3 as one object needs: PUT, GET, HEAD and DELETE, with the bucket in the path. */
export async function startS3(bucket: string): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const server = createServer((request, response) => void answer(request, response, bucket, objects));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bucket,
    credentials: { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: 'test-secret-key' },
    objects,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  bucket: string,
  objects: Map<string, Buffer>,
): Promise<void> {
  const body: Buffer[] = [];
  for await (const part of request) body.push(part as Buffer);
  const { method, headers } = request;
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const key = decodeURIComponent(pathname).slice(`/${bucket}/`.length);
  const refuse = (status: number, code: string) =>
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(method === 'HEAD' ? undefined : `<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);

  if (!headers.authorization?.startsWith(`AWS4-HMAC-SHA256 Credential=${accessKey}/`))
    return void refuse(403, 'AccessDenied');
  if (!pathname.startsWith(`/${bucket}/`)) return void refuse(404, 'NoSuchBucket');
  if (method === 'PUT') {
    // As at Amazon: an object's length must be known beforehand.
    if (headers['content-length'] === undefined) return void refuse(411, 'MissingContentLength');
    objects.set(key, Buffer.concat(body));
    return void response.writeHead(200, { etag: '"x"' }).end();
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return void response.writeHead(204).end();
  }
  const object = objects.get(key);
  if (!object) return void refuse(404, 'NoSuchKey');
  response.writeHead(200, { 'content-length': object.length });
  response.end(method === 'HEAD' ? undefined : object);
}
