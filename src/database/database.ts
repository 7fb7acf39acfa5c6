import type { Log } from '../common/log.js';
import { Prisma, PrismaClient } from './generated/client.js';
import { migrate } from './migrate.js';
import type { Storage } from './storage.js';

/** Reads and writes within one transaction. */
export type Tx = Prisma.TransactionClient;

/** Where statements run: a unit, or the database itself, where each statement is a transaction of its own. */
export interface Statements {
  query<T>(text: string, values: readonly unknown[]): Promise<T[]>;
  /** What is told to the rest of the process once what was written is certain. */
  readonly afterCommit: (tell: () => void) => void;
}

/** One transaction. */
export interface Unit extends Statements {
  readonly tx: Tx;
}

export class Database implements Statements {
  private constructor(
    private readonly storage: Storage,
    /** For single statements outside a unit. */
    readonly client: PrismaClient,
    private readonly log: Log,
  ) {}

  static async open(storage: Storage, log: Log): Promise<Database> {
    const applied = await storage.withSql((sql) => migrate(sql));
    if (applied.length > 0) log.info('migrations applied', { count: applied.length });
    const client = new PrismaClient({ adapter: storage.adapter });
    await client.$connect();
    return new Database(storage, client, log);
  }

  get kind(): Storage['kind'] {
    return this.storage.kind;
  }

  /** All of `work` is kept or none of it. */
  async unit<T>(work: (unit: Unit) => Promise<T>): Promise<T> {
    const tell: (() => void)[] = [];
    const result = await this.client.$transaction(
      (tx) =>
        work({
          tx,
          query: <T>(text: string, values: readonly unknown[]) => tx.$queryRawUnsafe<T[]>(text, ...values),
          afterCommit: (call) => tell.push(call),
        }),
      {
        // How long to wait for a connection, and for the work itself: generous, for the embedded database serves one at a time.
        maxWait: 15_000,
        timeout: 15_000,
      },
    );
    for (const call of tell) this.afterCommit(call);
    return result;
  }

  query<T>(text: string, values: readonly unknown[]): Promise<T[]> {
    return this.storage.query<T>(text, values);
  }

  /** Outside a unit what was written is certain already. */
  readonly afterCommit = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      this.log.problem('telling of a committed change failed', error);
    }
  };

  async reachable(): Promise<boolean> {
    try {
      await this.client.$queryRaw`SELECT 1`;
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.client.$disconnect();
    await this.storage.close();
  }
}

const uniqueViolation = '23505';

/** Whether a write would have broken a unique index. */
export function isUniqueViolation(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return (
      error.code === 'P2002' ||
      (error.code === 'P2010' && JSON.stringify(error.meta).includes(uniqueViolation))
    );
  }
  return (error as { code?: unknown } | null)?.code === uniqueViolation;
}
