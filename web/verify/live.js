import { root } from './gateway.js';

const comeBackMs = 5_000;

/**
 * The session's live status. Connects again by itself, and then catches up with what it missed.
 * While it is not connected the page has to ask the gateway itself.
 */
export class LiveStatus {
  connected = false;
  #lastSeq = 0;
  #handlers;

  /** @param handlers `changed()`: something happened, `caughtUp(session)`: a fresh view came with the subscription. */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  async follow(token, lastSeq) {
    this.#lastSeq = lastSeq;
    const { io } = await import(new URL('socket.io/socket.io.esm.min.js', root).href);
    const path = new URL('socket.io/', root).pathname;
    const socket = io(new URL('/status', root).href, { path, auth: { token } });
    socket.on('connect', () => this.#subscribe(socket));
    socket.on('disconnect', () => {
      this.connected = false;
      if (!socket.active) comeBack(socket);
    });
    socket.on('connect_error', ({ data }) => {
      if (!socket.active && data?.code !== 'unauthenticated') comeBack(socket);
    });
    socket.on('session.event', ({ seq }) => this.#reached(seq));
    socket.on('session.heads', (heads) => Object.values(heads).forEach((seq) => this.#reached(seq)));
  }

  /** What the page has seen by other ways need not be replayed. */
  seen(lastSeq) {
    this.#lastSeq = Math.max(this.#lastSeq, lastSeq);
  }

  #subscribe(socket) {
    socket.timeout(10_000).emit('subscribe', { after: this.#lastSeq }, (failure, answer) => {
      this.connected = !failure && answer.ok && socket.connected;
      if (this.connected) this.#handlers.caughtUp(answer.session);
    });
  }

  #reached(seq) {
    if (!(seq > this.#lastSeq)) return;
    this.#lastSeq = seq;
    this.#handlers.changed();
  }
}

/** A lost connection comes back by itself; one that the gateway ended, e.g. to restart, or refused, does not. */
function comeBack(socket) {
  setTimeout(() => socket.connect(), comeBackMs * (1 + Math.random()));
}
