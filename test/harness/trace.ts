import { appendFileSync, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

const folder = join(process.env['IDV_TEST_FOLDER'] ?? '/tmp', 'traces');
const own = `${process.pid}-${randomUUID()}`;

/** Values that must never come out: what a test plants, and what the gateway itself makes and hands out. */
export function plant<T extends string>(value: T): T {
  appendFileSync(join(folder, `markers-${own}`), `${value}\n`);
  return value;
}

export function trace(kind: 'journal' | 'error', text: string): void {
  appendFileSync(join(folder, `${kind}-${own}`), `${text}\n`);
}

export function logFile(): NodeJS.WritableStream {
  return createWriteStream(join(folder, `log-${own}`), { flags: 'a' });
}
