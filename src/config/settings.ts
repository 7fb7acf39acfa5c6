import { z } from 'zod';
import { findGeneratedKeys } from './generated-keys.js';
import { objectionsTo } from './placeholder-keys.js';

/** What an operator can set, checked once at start. Keys are resolved separately: see `keys.ts`. */
export interface Settings {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** How browsers and apps reach the gateway, without a trailing slash; null: derived from the listening address. */
  readonly publicUrl: string | null;
  /** Null: embedded storage in `dataDir`. */
  readonly databaseUrl: string | null;
  /** How many connections the process holds at most. */
  readonly databasePool: number;
  readonly redisUrl: string | null;
  readonly dataDir: string;
  /** Null: the metrics are served on `port`. */
  readonly metricsPort: number | null;
  readonly mediaStore: FileStore | S3Store;
  readonly logLevel: (typeof logLevels)[number];
  /** How many proxies stand before the gateway, each of which adds to `X-Forwarded-For`. */
  readonly proxies: number;
  /** Of a tenant, or of a key of the platform, that has no limit of its own. */
  readonly rateLimitPerMinute: number;
  /** From one network, before none of its credentials is looked at. */
  readonly authFailuresPerMinute: number;
  /** Whether vendor addresses may be private, loopback or link-local. */
  readonly outboundAllowPrivate: boolean;
  readonly encryptionKeys: readonly string[] | null;
  readonly tokenSigningKey: string | null;
  readonly bootstrapAdminKey: string | null;
}

/** Pictures are kept in `dataDir`. */
export interface FileStore {
  readonly kind: 'file';
}

/** Pictures are kept in a bucket. */
export interface S3Store {
  readonly kind: 's3';
  readonly bucket: string;
  /** Before every key: empty, or ending in a slash. */
  readonly prefix: string;
  readonly region: string;
  /** Null: Amazon's own for the region. */
  readonly endpoint: string | null;
}

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug'] as const;

const base64Key = /^[A-Za-z0-9+/_-]{43}=?$/;
const flag = z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1');
const url = (protocols: readonly string[]) =>
  z.string().refine((value) => protocols.includes(URL.parse(value)?.protocol ?? ''));

/** More is no limit. */
const mostPerMinute = 10_000_000;
const wholeNumber = (least: number, most: number) => z.coerce.number().int().min(least).max(most);

const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const s3Query = z.strictObject({
  region: z.string().regex(/^[a-z0-9-]{2,40}$/),
  endpoint: url(['http:', 'https:']).optional(),
});

/** `file`, or `s3://bucket/prefix?region=…&endpoint=…`. Credentials have no place in it. */
const mediaStore = z.string().transform((text, context): FileStore | S3Store => {
  if (text === 'file') return { kind: 'file' };
  const address = URL.parse(text);
  const query = s3Query.safeParse(Object.fromEntries(address?.searchParams ?? []));
  if (address?.protocol !== 's3:' || !bucketName.test(address.host) || address.username || !query.success) {
    context.addIssue('not a media store');
    return z.NEVER;
  }
  const prefix = address.pathname.replace(/^\/+|\/+$/g, '');
  const { region, endpoint = null } = query.data;
  return { kind: 's3', bucket: address.host, prefix: prefix && `${prefix}/`, region, endpoint };
});

interface Setting {
  readonly schema: z.ZodType;
  readonly must: string;
  readonly example: string;
}

const settings = {
  NODE_ENV: { schema: z.string(), must: 'be a word', example: 'production' },
  PORT: { schema: wholeNumber(0, 65_535), must: 'be a port number', example: '3001; 0 is any free one' },
  HOST: { schema: z.string().min(1), must: 'be an address to listen on', example: '0.0.0.0' },
  PUBLIC_URL: {
    schema: url(['http:', 'https:']),
    must: 'be an http(s) address',
    example: 'https://verify.example.com',
  },
  DATABASE_URL: {
    schema: url(['postgres:', 'postgresql:']),
    must: 'be a PostgreSQL address',
    example: 'postgresql://user:password@db.example.com:5432/idv',
  },
  DATABASE_POOL: {
    schema: wholeNumber(2, 200),
    must: 'be a number from 2 to 200',
    example: '20',
  },
  REDIS_URL: {
    schema: url(['redis:', 'rediss:']),
    must: 'be a Redis address',
    example: 'redis://redis.example.com:6379',
  },
  DATA_DIR: { schema: z.string().min(1), must: 'be a folder', example: './data' },
  MEDIA_STORE: {
    schema: mediaStore,
    must: 'be file, or the address of a bucket with its region, and its endpoint if it is not at Amazon',
    example: 's3://bucket/prefix?region=eu-central-1&endpoint=https://s3.example.com',
  },
  LOG_LEVEL: { schema: z.enum(logLevels), must: `be one of ${logLevels.join(', ')}`, example: 'info' },
  METRICS_PORT: {
    schema: wholeNumber(0, 65_535),
    must: 'be a port number',
    example: '9464',
  },
  TRUST_PROXY: {
    schema: z.union([
      z.enum(['true', 'false']).transform((word) => (word === 'true' ? 1 : 0)),
      wholeNumber(0, 9),
    ]),
    must: 'be true, false or the number of proxies',
    example: 'true',
  },
  RATE_LIMIT_PER_MINUTE: {
    schema: wholeNumber(1, mostPerMinute),
    must: `be a number from 1 to ${mostPerMinute}`,
    example: '60000',
  },
  AUTH_FAILURES_PER_MINUTE: {
    schema: wholeNumber(1, mostPerMinute),
    must: `be a number from 1 to ${mostPerMinute}`,
    example: '300',
  },
  OUTBOUND_ALLOW_PRIVATE: { schema: flag, must: 'be true or false', example: 'false' },
  ENCRYPTION_KEYS: {
    schema: z
      .string()
      .transform((list) => list.split(',').map((key) => key.trim()))
      .pipe(z.array(z.string().regex(base64Key)).min(1)),
    must: 'be one or more keys of 32 bytes in Base64, separated by commas (the first encrypts, all decrypt)',
    example: 'the output of: openssl rand -base64 32',
  },
  TOKEN_SIGNING_KEY: {
    schema: z.string().regex(base64Key),
    must: 'be a key of 32 bytes in Base64',
    example: 'the output of: openssl rand -base64 32',
  },
  BOOTSTRAP_ADMIN_KEY: {
    schema: z.string().regex(/^idv_admin_live_[A-Za-z0-9_-]{32,200}$/),
    must: 'be idv_admin_live_ followed by at least 32 letters and digits',
    example: 'the output of: echo idv_admin_live_$(openssl rand -hex 24)',
  },
} as const satisfies Record<string, Setting>;

type Name = keyof typeof settings;
const needed: readonly Name[] = ['ENCRYPTION_KEYS', 'TOKEN_SIGNING_KEY'];

/** Says which setting is wrong, what is wrong with it and what a right one looks like; never its value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(
      `The gateway cannot start with these settings:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
  }
}

/** A setting that is well-formed, and of which only its use could tell that it is wrong. `why` goes on after its name. */
export function useless(name: Name, why: string, cause: unknown): SettingsError {
  const { code } = cause as { code?: unknown };
  const known = typeof code === 'string' ? ` (${code})` : '';
  return new SettingsError([`${name} ${why}${known}. Example: ${settings[name].example}`]);
}

export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems: string[] = [];
  const read = <N extends Name>(name: N): z.output<(typeof settings)[N]['schema']> | null => {
    const value = environment[name];
    if (value === undefined || value === '') return null;
    const { schema, must, example } = settings[name];
    const result = schema.safeParse(value);
    if (!result.success) problems.push(`${name} must ${must}. Example: ${example}`);
    return result.success ? (result.data as z.output<(typeof settings)[N]['schema']>) : null;
  };
  const production = read('NODE_ENV') === 'production';
  const result: Settings = {
    production,
    port: read('PORT') ?? 3000,
    host: read('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: read('PUBLIC_URL')?.replace(/\/+$/, '') ?? null,
    databaseUrl: read('DATABASE_URL'),
    databasePool: read('DATABASE_POOL') ?? 20,
    redisUrl: read('REDIS_URL'),
    dataDir: read('DATA_DIR') ?? './data',
    metricsPort: read('METRICS_PORT'),
    mediaStore: read('MEDIA_STORE') ?? { kind: 'file' },
    logLevel: read('LOG_LEVEL') ?? 'info',
    proxies: read('TRUST_PROXY') ?? 0,
    rateLimitPerMinute: read('RATE_LIMIT_PER_MINUTE') ?? 60_000,
    authFailuresPerMinute: read('AUTH_FAILURES_PER_MINUTE') ?? 300,
    outboundAllowPrivate: read('OUTBOUND_ALLOW_PRIVATE') ?? !production,
    encryptionKeys: read('ENCRYPTION_KEYS'),
    tokenSigningKey: read('TOKEN_SIGNING_KEY'),
    bootstrapAdminKey: read('BOOTSTRAP_ADMIN_KEY'),
  };
  if (production) {
    for (const name of needed.filter((key) => !environment[key])) {
      problems.push(
        `${name} is missing, and production makes none by itself. Example: ${settings[name].example}`,
      );
    }
    for (const { name, wrong } of objectionsTo({ ...result, generated: findGeneratedKeys(result.dataDir) })) {
      problems.push(`${name} ${wrong}. Example: ${settings[name].example}`);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return result;
}
