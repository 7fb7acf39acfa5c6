import { el, filled } from './dom.js';

const soonMs = 60_000;
const hourMs = 3_600_000;

/** How long the hand-off still works. Reads out only that it ends soon, not every second. */
export class Countdown {
  #timer;
  #saidSoon = false;

  /** @param of `{ expiresAt, now(), onSoon(), onLapse() }` */
  constructor(of, { tag, texts }) {
    const remaining = () => Date.parse(of.expiresAt) - of.now();
    const time = el('bdi');
    const long = remaining() > hourMs;
    const { remaining: shortText, until } = texts.countdown;
    const role = long ? {} : { role: 'timer' };
    this.element = el(
      'p',
      { className: 'countdown', attributes: role },
      ...filled(long ? until : shortText, time),
    );

    const tick = () => {
      const left = remaining();
      // Not at once: the page may still be being built. Again at each tick until the page agrees.
      if (left <= 0) queueMicrotask(of.onLapse);
      time.textContent = long ? moment(of.expiresAt, tag) : clock(Math.max(left, 0));
      this.element.classList.toggle('soon', left <= soonMs);
      if (left <= soonMs && !this.#saidSoon) {
        this.#saidSoon = true;
        of.onSoon();
      }
    };
    this.#timer = setInterval(tick, 500);
    tick();
  }

  stop() {
    clearInterval(this.#timer);
  }
}

/** `4:09` */
function clock(ms) {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** `14:30`, with the day when it is not today. */
function moment(at, tag) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const day = today ? {} : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(tag, { ...day, hour: 'numeric', minute: '2-digit' }).format(date);
}
