import type { Log } from '../common/log.js';
import { Prisma, PrismaClient } from './generated/client.js';
import { migrate } from './migrate.js';
import type { Storage } from './storage.js';

/** Reads and writes within one transaction. */
export type Tx = Prisma.TransactionClient;

/** One transaction, and what is told to the rest of the process once it is certain. */
export interface Unit {
  readonly tx: Tx;
  readonly afterCommit: (tell: () => void) => void;
}

export class Database {
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
      (tx) => work({ tx, afterCommit: (call) => tell.push(call) }),
      {
        // How long to wait for a connection, and for the work itself: generous, for the embedded database serves one at a time.
        maxWait: 15_000,
        timeout: 15_000,
      },
    );
    for (const call of tell) {
      try {
        call();
      } catch (error) {
        this.log.problem('telling of a committed change failed', error);
      }
    }
    return result;
  }

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

/** The unique index that a write would have broken, if that is what went wrong. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}
