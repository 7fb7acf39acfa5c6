import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';

export interface StaticFile {
  readonly body: Buffer;
  readonly contentType: string;
  /** Strong: changes with every byte of the body. */
  readonly etag: string;
}

const contentTypes: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

/** The files of one folder, read once. A request only ever picks from them by name, so no path can lead elsewhere. */
export class StaticFiles {
  private constructor(private readonly files: ReadonlyMap<string, StaticFile>) {}

  static async read(folder: URL): Promise<StaticFiles> {
    const served = (await readdir(folder)).filter((name) => contentTypes.has(extname(name)));
    const files = await Promise.all(
      served.map(async (name) => {
        const body = await readFile(new URL(encodeURIComponent(name), folder));
        return [name, describe(name, body)] as const;
      }),
    );
    return new StaticFiles(new Map(files));
  }

  get(name: string): StaticFile | undefined {
    return this.files.get(name);
  }

  get names(): readonly string[] {
    return [...this.files.keys()];
  }
}

function describe(name: string, body: Buffer): StaticFile {
  const digest = createHash('sha256').update(body).digest('base64url');
  const contentType = contentTypes.get(extname(name)) ?? 'application/octet-stream';
  return { body, contentType, etag: `"${digest}"` };
}
