import { afterAll } from '@jest/globals';
import { ProviderCatalog } from '../../src/providers/catalog.js';
import { startSandboxes } from '../../src/sandbox/catalog.js';
import type { Sandbox } from '../../src/sandbox/kit/sandbox.js';
import { startKillable, type Death, type KillableGateway } from './child-gateway.js';
import { controlOf, findSandbox } from './sandboxes.js';
import { secretEnvironment } from './secrets.js';
import { freshStorage, storageKind, type TestStorage } from './storage.js';

export const vendors = new ProviderCatalog().ids;

/** On the embedded database the next process knows at once that the last one is dead; on PostgreSQL its lease runs out first. */
export const takeoverMs = storageKind === 'embedded' ? 10_000 : 25_000;
/** For a death, and all that follows from it. */
export const testMs = 120_000;
/** What a dead process was about to ask a vendor falls due again after a minute, which no test waits for. */
export const aMinuteLater = { CLOCK_AHEAD: '61' };

const worlds = new Set<World>();

/** To be called once by a spec: a test that fails half-way leaves its world behind. */
export function endWorlds(): void {
  afterAll(() => Promise.all([...worlds].map((world) => world.end())));
}

/** Storage, vendors and keys that outlive the gateway. */
export class World {
  readonly environment: Readonly<Record<string, string>>;

  private constructor(
    private readonly storage: TestStorage,
    readonly sandboxes: readonly Sandbox[],
  ) {
    this.environment = { ...secretEnvironment(), ...storage.environment };
    worlds.add(this);
  }

  static async create(only: readonly string[] = vendors): Promise<World> {
    const [storage, sandboxes] = await Promise.all([freshStorage(), startSandboxes()]);
    await Promise.all(
      sandboxes.filter(({ vendor }) => !only.includes(vendor)).map((unused) => unused.close()),
    );
    return new World(
      storage,
      sandboxes.filter(({ vendor }) => only.includes(vendor)),
    );
  }

  start(death?: Death, more: Record<string, string> = {}): Promise<KillableGateway> {
    return startKillable({ ...this.environment, ...more }, death);
  }

  control(vendor: string) {
    return controlOf(findSandbox(this.sandboxes, vendor));
  }

  /** How many sessions the vendor has made. */
  async madeAt(vendor: string): Promise<number> {
    return (await this.control(vendor).sessions()).length;
  }

  async end(): Promise<void> {
    worlds.delete(this);
    await Promise.all(this.sandboxes.map((sandbox) => sandbox.close()));
    await this.storage.drop();
  }
}
