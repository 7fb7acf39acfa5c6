import { Agent, type Dispatcher } from 'undici';
import { AddressRefusedError, guardedLookup, isReservedHost } from './address-guard.js';

const connectTimeoutMs = 5_000;

/** Connections to all vendors, shared by the whole process. */
export class VendorConnections {
  readonly dispatcher: Dispatcher;

  constructor(readonly allowPrivate: boolean) {
    this.dispatcher = new Agent({
      connections: 128,
      connect: { timeout: connectTimeoutMs, ...(allowPrivate ? {} : { lookup: guardedLookup }) },
    });
  }

  /** Throws for an address that the guard at name resolution would never see. */
  refuseReserved(url: string): void {
    if (!this.allowPrivate && isReservedHost(url)) throw new AddressRefusedError('reserved address');
  }

  close(): Promise<void> {
    return this.dispatcher.destroy();
  }
}
