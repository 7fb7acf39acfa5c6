/** What the page says in each state: tone (colour), emblem (icon) and where the words are. Pure. */

const endings = {
  approved: { tone: 'good', emblem: 'check' },
  declined: { tone: 'bad', emblem: 'cross' },
  in_review: { tone: 'calm', emblem: 'eye' },
  expired: { tone: 'warn', emblem: 'clock' },
  cancelled: { tone: 'idle', emblem: 'stop' },
  failed: { tone: 'bad', emblem: 'alert' },
};

const refusals = {
  missing: { tone: 'warn', emblem: 'link' },
  invalid: { tone: 'warn', emblem: 'link' },
  expired: { tone: 'warn', emblem: 'clock' },
  unreachable: { tone: 'idle', emblem: 'alert' },
};

/** Whether the gateway may still have news that the page must ask for. */
export function isOver({ status }) {
  return status in endings && status !== 'in_review';
}

/** Whether nothing is left to do for the person. */
export function isDone({ status }) {
  return status in endings;
}

export function isWaiting({ status }) {
  return status === 'pending' || status === 'in_progress';
}

/** `offer` is the hand-off as the person meets it, see offerOf. */
export function screenFor({ status }, offer, { waiting, ended }) {
  if (status in endings) return { name: status, ...endings[status], words: ended[status] };
  if (status === 'pending') return { tone: 'calm', emblem: 'shield', ...pendingScreen(offer, waiting) };
  if (status === 'in_progress') {
    const words = offer.kind === 'qr' && !offer.onPhone ? waiting.begunElsewhere : waiting.begunHere;
    return { name: status, tone: 'calm', emblem: 'phone', words };
  }
  if (status === 'processing')
    return { name: status, tone: 'busy', emblem: 'busy', words: waiting.processing };
  return { name: 'starting', tone: 'busy', emblem: 'busy', words: waiting.starting };
}

export function refusalScreen(kind, { refused }) {
  return { name: kind, ...refusals[kind], words: refused[kind] };
}

function pendingScreen({ kind, onPhone, lapsed, link }, waiting) {
  if (lapsed) {
    const { qr, link: other, unknown } = waiting.lapsed;
    const words = kind === 'qr' ? qr : kind === null ? unknown : other;
    return { name: `lapsed ${kind}`, tone: 'warn', emblem: 'clock', words };
  }
  if (kind === 'qr' && !(onPhone && link)) return { name: 'scan', emblem: 'phone', words: waiting.scan };
  if (kind === 'sdk' && !link) return { name: 'sdk', emblem: 'phone', words: waiting.sdk };
  return { name: 'device', words: waiting.device };
}
