import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that a test can cut, silence and mend. */
export interface BreakableLine {
  readonly url: string;
  /** Ends what is connected, and refuses what would. */
  cut(): void;
  /** What is connected stays so, and hears nothing any more. */
  silence(): void;
  mend(): void;
  close(): Promise<void>;
}

export async function breakableLineTo(server: string): Promise<BreakableLine> {
  const target = new URL(server);
  const [host, port] = [target.hostname, Number(target.port || 6379)];
  const sockets = new Set<Socket>();
  let isCut = false;
  const line = createServer((here) => {
    if (isCut) {
      here.destroy();
      return;
    }
    const there = connect(port, host);
    for (const [from, to] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  target.host = `127.0.0.1:${(line.address() as AddressInfo).port}`;
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: target.href,
    cut: () => {
      isCut = true;
      endAll();
    },
    silence: () => {
      for (const socket of sockets) socket.unpipe();
    },
    mend: () => {
      isCut = false;
      endAll();
    },
    close: () => {
      endAll();
      return new Promise((resolve) => line.close(() => resolve()));
    },
  };
}
