import { Gateway, Refusal } from './gateway.js';
import { LiveStatus } from './live.js';
import { Page } from './page.js';
import { isOver } from './screens.js';
import { hasLapsed, tokenOf } from './token.js';

const pollEveryMs = 5_000;

const token = tokenOf(location.hash);
const gateway = new Gateway(token);
const page = new Page(gateway, { renewed: take, refused: () => void refresh() });
const live = new LiveStatus({ changed: () => void refresh(), caughtUp: take });

let session = null;
let reading = null;
let readAgain = false;
/** What is shown may be old: the last attempt to read it failed. */
let stale = true;
let notBefore = 0;

/** Views may overtake each other on their way; an older one changes nothing. */
function take(view) {
  stale = false;
  if (session && view.lastSeq < session.lastSeq) return;
  const first = session === null;
  session = view;
  live.seen(view.lastSeq);
  page.show(view);
  // Without live status the page goes on by asking.
  if (first) live.follow(token, view.lastSeq).catch(() => undefined);
}

/** However many events ask for it, one reading is under way and at most one waits. */
function refresh() {
  if (reading) {
    readAgain = true;
    return reading;
  }
  reading = gateway
    .session()
    .then(take, fail)
    .finally(() => {
      reading = null;
      if (!readAgain) return;
      readAgain = false;
      void refresh();
    });
  return reading;
}

function fail(error) {
  stale = true;
  if (!(error instanceof Refusal)) return unreachable();
  if ([401, 403, 404, 410].includes(error.status)) return lose(error.status);
  notBefore = Date.now() + error.retryAfterSeconds * 1000;
  unreachable();
}

function unreachable() {
  if (session) page.offline(true);
  else page.refuse('unreachable');
}

/** The token opens nothing any more. A result that is already shown stays. */
function lose(status) {
  clearInterval(poll);
  if (session && isOver(session)) return;
  page.refuse(status === 401 && !hasLapsed(token, gateway.now()) ? 'invalid' : 'expired');
}

function check() {
  const upToDate = session && !stale && (live.connected || isOver(session));
  if (!upToDate && Date.now() >= notBefore) void refresh();
}

const poll = token ? setInterval(check, pollEveryMs) : 0;
addEventListener('hashchange', () => location.reload());

if (token) {
  for (const event of ['online', 'pageshow']) addEventListener(event, check);
  document.addEventListener('visibilitychange', () => document.hidden || check());
  void refresh();
} else {
  page.refuse('missing');
}
