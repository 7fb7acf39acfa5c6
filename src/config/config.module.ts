import { Module, type DynamicModule } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { KeyRing } from '../common/crypto/key-ring.js';
import { Log } from '../common/log.js';
import { Metrics } from '../common/metrics.js';
import { Milestones } from '../common/milestones.js';
import { resolveKeys, type Keys } from './keys.js';
import { PublicAddress } from './public-address.js';
import type { Settings } from './settings.js';
import type { Tools } from './tools.js';

/** Injection tokens. */
export const SETTINGS = Symbol('Settings');
export const KEYS = Symbol('Keys');
export const LIMIT_WINDOW_SECONDS = Symbol('LimitWindowSeconds');

/** The settings, what follows from them alone, and the tools. */
@Module({})
export class ConfigModule {
  static with(settings: Settings, { clock, log, milestones, limitWindowSeconds }: Tools): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: SETTINGS, useValue: settings },
        { provide: KEYS, useFactory: () => resolveKeys(settings) },
        { provide: KeyRing, useFactory: (keys: Keys) => new KeyRing(keys.encryption), inject: [KEYS] },
        { provide: PublicAddress, useFactory: () => new PublicAddress(settings.publicUrl) },
        { provide: Clock, useValue: clock },
        { provide: Log, useValue: log },
        { provide: Milestones, useValue: milestones },
        { provide: LIMIT_WINDOW_SECONDS, useValue: limitWindowSeconds },
        Metrics,
      ],
      exports: [
        SETTINGS,
        KEYS,
        KeyRing,
        PublicAddress,
        Clock,
        Log,
        Milestones,
        LIMIT_WINDOW_SECONDS,
        Metrics,
      ],
    };
  }
}
