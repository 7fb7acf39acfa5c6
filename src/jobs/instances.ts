import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { newId } from '../common/ids.js';
import { Log } from '../common/log.js';
import { Database } from '../database/database.js';
import { Sweep } from './sweep.js';

const heartbeatMs = 4_000;
const lifeSeconds = 12;

/**
 * The running gateway processes. Whatever a process holds (a start under way, a vendor's stream) is
 * marked with its id, and another takes it over once the holder has not been heard of for 12 seconds.
 * One heartbeat a process serves all that it holds. Times are the database's, so that the clocks of
 * the machines do not matter.
 */
@Injectable()
export class Instances implements OnModuleInit, OnApplicationShutdown {
  readonly ownId = newId('ins');
  private readonly heartbeat: Sweep;

  constructor(
    private readonly database: Database,
    log: Log,
  ) {
    this.heartbeat = new Sweep('heartbeat', heartbeatMs, () => this.beat(), log);
  }

  async onModuleInit(): Promise<void> {
    // The embedded database belongs to one process alone, so every other instance in it is dead.
    if (this.database.kind === 'embedded') await this.database.client.instance.deleteMany();
    await this.beat();
    this.heartbeat.start();
  }

  /** Not before the last request is answered: what it holds would be taken for abandoned. */
  async onApplicationShutdown(): Promise<void> {
    await this.heartbeat.stop();
    await this.database.client.instance.deleteMany({ where: { id: this.ownId } });
  }

  async isAlive(id: string): Promise<boolean> {
    const rows = await this.database.client.$queryRaw<unknown[]>`
      SELECT 1 FROM instances WHERE id = ${id} AND alive_until > now()`;
    return rows.length > 0;
  }

  private async beat(): Promise<void> {
    await this.database.client.$executeRaw`
      INSERT INTO instances (id, started_at, alive_until)
      VALUES (${this.ownId}, now(), now() + make_interval(secs => ${lifeSeconds}::int))
      ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until`;
    await this.database.client.$executeRaw`
      DELETE FROM instances WHERE alive_until < now() - interval '1 hour'`;
  }
}
